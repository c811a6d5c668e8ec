package io.bellows.jobs.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellows.driver.input.Formats;
import io.bellows.driver.input.SecretOptions;
import io.bellows.driver.storage.InputFile;
import io.bellows.driver.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What predictions are asked for.
 *
 * @param model the folder of a model
 * @param data the rows' path
 * @param format of the rows; when absent, that of the training rows
 * @param options of the rows' reader
 * @param hiddenLayer whose activations are added, counted from 1
 * @param outputFormat of the predictions
 */
public record PredictionRequest(
    String model,
    String data,
    Optional<String> format,
    Map<String, String> options,
    OptionalInt hiddenLayer,
    String outputFormat) {

  /** The request as it is told from others: by settings, and by the files of model and rows. */
  public Request request() {
    ObjectNode json = settings();
    format.ifPresent(given -> json.put("format", given));
    hiddenLayer.ifPresent(layer -> json.put("layer", layer));
    ObjectNode block = json.putObject("options");
    SecretOptions.withheld(options).forEach(block::put);
    List<InputFile> inputs = new ArrayList<>(Request.inputs(List.of(model)));
    inputs.addAll(dataFiles());
    return new Request(Json.line(json), inputs);
  }

  /** One line that says what has been written where. */
  public String line(String output) {
    return Json.line(settings().put("output", output));
  }

  private ObjectNode settings() {
    return Json.object()
        .put("model", model)
        .put("data", place())
        .put("output-format", outputFormat);
  }

  /** The rows' path, not depending on the working directory; the name of a table is none. */
  private String place() {
    return isOfFiles() ? Storage.absolute(data) : data;
  }

  /** Whether the rows are files, whose changes are noticed. */
  public boolean isOfFiles() {
    return !dataFiles().isEmpty();
  }

  private List<InputFile> dataFiles() {
    if (format.filter(Formats.TABLE::equals).isPresent()) {
      return List.of();
    }
    List<String> paths = new ArrayList<>(List.of(data));
    Optional.ofNullable(options.get("labels")).ifPresent(paths::add);
    return Request.inputs(paths);
  }

  /**
   * Refuses an output that would take its own input away.
   *
   * @param run the folder that was named for the model: its own, or that of its run
   * @throws OutputException when the output is, contains, or lies in one of them
   */
  public void requireApart(String output, String run) {
    List<String> sources = new ArrayList<>(List.of(run, data));
    dataFiles().forEach(file -> sources.add(file.path()));
    for (String source : sources) {
      if (overlap(output, source)) {
        throw new OutputException(
            String.format(
                "cannot write predictions to %s: it is, contains or lies in %s, which is read;"
                    + " choose another output",
                output, source));
      }
    }
  }

  private static boolean overlap(String output, String source) {
    try {
      return Storage.isWithin(output, source) || Storage.isWithin(source, output);
    } catch (IOException e) {
      throw new OutputException(
          String.format("cannot write predictions to %s (%s)", output, e.getMessage()), e);
    }
  }
}
