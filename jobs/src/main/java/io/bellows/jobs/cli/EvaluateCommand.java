package io.bellows.jobs.cli;

import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.storage.Storage;
import io.bellows.jobs.report.EvaluationFile;
import io.bellows.jobs.report.RunFolder;
import io.bellows.jobs.report.RunResult;
import java.io.IOException;
import java.util.Optional;
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
      converter = PathText.class,
      description =
          "Writes the figures there, too; an older file is replaced only when it holds figures of"
              + " bellows evaluate.")
  private @Nullable String output;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    String model = RunFolder.modelIn(source.model());
    Optional<EvaluationFile> file = Optional.ofNullable(output).map(EvaluationFile::at);
    file.ifPresent(EvaluationFile::requireUsable);
    Evaluation evaluation;
    try (Backend backend = console.backends().open("bellows evaluate " + source.model())) {
      evaluation = backend.evaluate(model, source.rows());
    }
    console.out().print(RunResult.summaryOf(evaluation));
    console.out().println(RunResult.evaluationLine(evaluation));
    file.ifPresent(place -> place.write(model, Storage.absolute(source.rows().path()), evaluation));
    return ExitCode.OK.number();
  }
}
