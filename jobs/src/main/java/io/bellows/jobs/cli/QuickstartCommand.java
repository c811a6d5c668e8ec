package io.bellows.jobs.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A first look: everything in one command, on data drawn for it. */
@Command(
    name = "quickstart",
    description = "Draws digits, learns to read them, and tells what helped.")
final class QuickstartCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "The folder to write to; default: runs/quickstart.")
  private Path output = Path.of("runs", "quickstart");

  QuickstartCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    try (Backend backend = console.backends().open("bellows quickstart")) {
      backend.quickstart(output, console.out(), console.err());
    }
    return ExitCode.OK.number();
  }
}
