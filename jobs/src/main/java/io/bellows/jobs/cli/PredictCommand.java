package io.bellows.jobs.cli;

import io.bellows.jobs.report.OutputException;
import io.bellows.jobs.report.RunFolder;
import io.bellows.jobs.storage.Storage;
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

  /** What Spark leaves in a folder that it has written completely. */
  private static final String SPARK_MARKER = "_SUCCESS";

  private final Console console;

  @Mixin private SourceOptions source = new SourceOptions();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
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
      description = "Deletes older predictions; only a folder that Spark has written.")
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
    String folder = Storage.absolute(output);
    makeRoom(folder);
    String model = RunFolder.modelIn(source.model());
    try (Backend backend = console.backends().open("bellows predict " + source.model())) {
      backend.predict(
          model,
          source.rows(),
          layer == null ? OptionalInt.empty() : OptionalInt.of(layer),
          new Backend.Destination(folder, outputFormat));
    }
    console.out().println("Predictions: " + folder);
    return ExitCode.OK.number();
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private void makeRoom(String folder) {
    Storage storage = Storage.of(folder);
    try {
      if (!storage.exists(folder)) {
        return;
      }
      boolean isFolder = storage.isFolder(folder);
      boolean isEmpty = isFolder && storage.names(folder).isEmpty();
      boolean isSparks = isFolder && storage.names(folder).contains(SPARK_MARKER);
      if (!isEmpty && !(isSparks && overwrite)) {
        throw new OutputException(
            isSparks
                ? "cannot write predictions to " + folder + ": it exists; --overwrite replaces it"
                : "cannot write predictions to "
                    + folder
                    + ": it is not a folder of predictions (no _SUCCESS); choose another output");
      }
      storage.delete(folder);
    } catch (IOException e) {
      throw new OutputException("cannot write predictions to " + folder + " (" + e + ")", e);
    }
  }
}
