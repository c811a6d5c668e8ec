package io.bellows.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellows.driver.evaluation.Evaluation;
import io.bellows.jobs.storage.Storage;
import java.io.IOException;
import java.util.stream.Stream;

/**
 * The file that an evaluation is written to: its figures, and of which model and rows they are.
 *
 * @param path not depending on the working directory
 */
public record EvaluationFile(String path) {
  private static final String MODEL = "model";
  private static final String DATA = "data";

  /** The file at a path, which need not exist. */
  public static EvaluationFile at(String path) {
    return new EvaluationFile(Storage.absolute(path));
  }

  /**
   * Makes the folders above the file, and so finds out whether it can be written.
   *
   * @throws OutputException when it cannot, or when there is something else
   */
  public void requireUsable() {
    Storage storage = Storage.of(path);
    try {
      if (!storage.exists(path)) {
        storage.createFolders(path.substring(0, path.lastIndexOf('/') + 1));
      } else if (storage.isFolder(path)) {
        throw new OutputException(refusal("there is a folder of that name"));
      } else if (!isOurs(storage.readText(path))) {
        throw new OutputException(
            refusal("there is a file of that name that bellows evaluate has not written"));
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private String refusal(String why) {
    return String.format("cannot write %s: %s; choose another output", path, why);
  }

  private static boolean isOurs(String text) {
    try {
      JsonNode json = Json.parsed(text);
      return Stream.of(MODEL, DATA, "rows", "loss").allMatch(json::has);
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /**
   * Writes the figures.
   *
   * @param model the folder of the model
   * @param data the path of the rows
   */
  public void write(String model, String data, Evaluation evaluation) {
    ObjectNode json = Json.object().put(MODEL, model).put(DATA, data);
    json.setAll(RunResult.evaluationJson(evaluation));
    try {
      Storage.of(path).writeText(path, Json.pretty(json));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private OutputException unwritable(IOException cause) {
    return new OutputException("cannot write " + path + " (" + cause + ")", cause);
  }
}
