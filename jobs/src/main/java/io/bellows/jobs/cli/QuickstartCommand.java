package io.bellows.jobs.cli;

import io.bellows.jobs.report.OutputException;
import io.bellows.jobs.report.OutputFolder;
import io.bellows.jobs.report.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A first look: everything in one command, on data drawn for it. */
@Command(
    name = "quickstart",
    description = {
      "Draws digits, learns to read them, and tells what helped.",
      "The last line of stdout is one line of JSON. A finished quickstart shows its report again.",
    })
final class QuickstartCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      converter = PathText.class,
      description = "The folder to write to; default: runs/quickstart.")
  private String output = "runs/quickstart";

  @Option(
      names = "--overwrite",
      description = "Replaces an older quickstart; only a folder made by bellows quickstart.")
  private boolean overwrite;

  QuickstartCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.examine(output);
    OutputFolder folder = OutputFolder.at(output, OutputFolder.Kind.QUICKSTART);
    Request request = new Request("{}", List.of());
    OutputFolder.Plan plan = folder.plan(request, overwrite);
    if (plan instanceof OutputFolder.Plan.Refuse refuse) {
      throw new OutputException(refuse.reason());
    }
    if (plan instanceof OutputFolder.Plan.Repeat repeat) {
      console.say("the quickstart is finished; here is its report (--overwrite runs it again)");
      console.out().print(repeat.result());
    } else {
      console.out().print(report(folder.attempt((OutputFolder.Plan.Begin) plan, request)));
    }
    return ExitCode.OK.number();
  }

  private String report(OutputFolder.Attempt begun) {
    try (OutputFolder.Attempt attempt = begun;
        Backend backend = console.backends().open("bellows quickstart")) {
      attempt.begin();
      String report = backend.quickstart(Path.of(output), console.err());
      attempt.finish(report);
      return report;
    } catch (IOException e) {
      throw new OutputException("cannot write the quickstart to " + output + " (" + e + ")", e);
    }
  }
}
