package io.bellows.jobs.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellows.driver.evaluation.Evaluation;
import java.util.List;

/** The file that an evaluation is written to: its figures, and of which model and rows they are. */
public final class EvaluationFile {
  private static final String MODEL = "model";
  private static final String DATA = "data";

  private final FiguresFile file;

  private EvaluationFile(FiguresFile file) {
    this.file = file;
  }

  /** The file at a path, which need not exist. */
  public static EvaluationFile at(String path) {
    return new EvaluationFile(
        FiguresFile.at(path, "bellows evaluate", List.of(MODEL, DATA, "rows", "loss")));
  }

  /**
   * Finds out whether the file can be written.
   *
   * @throws OutputException when it cannot, or when there is something else
   */
  public void requireUsable() {
    file.requireUsable();
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
    file.write(json);
  }
}
