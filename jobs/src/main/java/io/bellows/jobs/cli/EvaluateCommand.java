package io.bellows.jobs.cli;

import io.bellows.driver.evaluation.Evaluation;
import io.bellows.jobs.report.OutputException;
import io.bellows.jobs.report.RunFolder;
import io.bellows.jobs.report.RunResult;
import io.bellows.jobs.storage.Storage;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Loss and metrics of a model on given rows. */
@Command(
    name = "evaluate",
    description = {
      "Prints loss and metrics of a model on given rows.",
      "The last line of stdout is one line of JSON.",
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private SourceOptions source = new SourceOptions();

  @Option(
      names = "--output",
      paramLabel = "FILE.json",
      description = "Writes the figures there, too.")
  private @Nullable String output;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    String model = RunFolder.modelIn(source.model());
    Evaluation evaluation;
    try (Backend backend = console.backends().open("bellows evaluate " + source.model())) {
      evaluation = backend.evaluate(model, source.rows());
    }
    if (output != null) {
      write(output, RunResult.evaluationText(evaluation));
    }
    console.out().print(RunResult.summaryOf(evaluation));
    console.out().println(RunResult.evaluationLine(evaluation));
    return ExitCode.OK.number();
  }

  private static void write(String file, String text) {
    String path = Storage.absolute(file);
    try {
      Storage.of(path).writeText(path, text);
    } catch (IOException e) {
      throw new OutputException("cannot write " + file + " (" + e + ")", e);
    }
  }
}
