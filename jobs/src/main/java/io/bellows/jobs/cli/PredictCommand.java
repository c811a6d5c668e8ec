package io.bellows.jobs.cli;

import io.bellows.jobs.report.OutputException;
import io.bellows.jobs.report.OutputFolder;
import io.bellows.jobs.report.PredictionRequest;
import io.bellows.jobs.report.Request;
import io.bellows.jobs.report.RunFolder;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Predictions of a model for given rows, written beside the input's own columns. */
@Command(
    name = "predict",
    description = {
      "Writes the rows with the model's predictions.",
      "Columns: the input's own; prediction, in the target's labels or units; for classes"
          + " probability_LABEL each.",
    })
final class PredictCommand implements Callable<Integer> {
  private static final List<String> FORMATS = List.of("parquet", "csv", "json");

  private final Console console;

  @Mixin private SourceOptions source = new SourceOptions();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      converter = PathText.class,
      description = "The folder to write to.")
  private String output = "";

  @Option(
      names = "--output-format",
      paramLabel = "FORMAT",
      defaultValue = "parquet",
      description = "parquet, csv or json; default: parquet.")
  private String outputFormat = "parquet";

  @Option(
      names = "--layer",
      paramLabel = "K",
      description = "Adds the activations of hidden layer K, from 1, as hiddenK_I columns.")
  private @Nullable Integer layer;

  @Option(
      names = "--overwrite",
      description = "Replaces older predictions; only a folder made by bellows predict.")
  private boolean overwrite;

  @Spec private CommandSpec spec = CommandSpec.create();

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (!FORMATS.contains(outputFormat)) {
      throw usage("--output-format expects parquet, csv or json, was: " + outputFormat);
    }
    if (layer != null && layer < 1) {
      throw usage("--layer counts hidden layers from 1, was: " + layer);
    }
    console.examine(output);
    PredictionRequest asked = asked();
    OutputFolder folder = OutputFolder.at(output, OutputFolder.Kind.PREDICTIONS);
    asked.requireApart(folder.path(), source.model());
    Request request = asked.request();
    OutputFolder.Plan plan = folder.plan(request, overwrite);
    if (plan instanceof OutputFolder.Plan.Refuse refuse) {
      throw new OutputException(refuse.reason());
    }
    if (plan instanceof OutputFolder.Plan.Begin begin) {
      predict(asked, folder, folder.attempt(begin, request));
    } else {
      console.say("these predictions are finished (--overwrite predicts again)");
      if (!asked.isOfFiles()) {
        console.say("their rows are not files: whether they are the same was not looked at");
      }
    }
    console.out().println("Predictions: " + folder.path());
    console.out().println(asked.line(folder.path()));
    return ExitCode.OK.number();
  }

  private PredictionRequest asked() throws IOException {
    Backend.Rows rows = source.rows();
    return new PredictionRequest(
        RunFolder.modelIn(source.model()),
        rows.path(),
        rows.format(),
        rows.options(),
        layer == null ? OptionalInt.empty() : OptionalInt.of(layer),
        outputFormat);
  }

  /** What older predictions there are stays until model and rows have been looked at. */
  private void predict(PredictionRequest asked, OutputFolder folder, OutputFolder.Attempt begun) {
    try (OutputFolder.Attempt attempt = begun;
        Backend backend = console.backends().open("bellows predict " + source.model())) {
      backend.predict(
          asked.model(),
          source.rows(),
          asked.hiddenLayer(),
          new Backend.Destination(folder.path(), outputFormat),
          attempt::begin);
      attempt.finish(asked.line(folder.path()));
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
