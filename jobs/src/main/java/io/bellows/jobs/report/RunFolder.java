package io.bellows.jobs.report;

import io.bellows.driver.storage.Storage;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The folder that a run leaves behind.
 *
 * <pre>
 *   bellows.json   says that the folder is ours, from which configuration and input; written first
 *   history.csv    grows by a line an epoch
 *   model/
 *   result.json    says that the run is finished; written last
 *   stopped.json   instead of a result: what the run had come to when it was asked to stop
 * </pre>
 */
public final class RunFolder {
  private static final String HISTORY = "history.csv";
  private static final String MODEL = "model";

  private final OutputFolder folder;
  private final Storage storage;

  private RunFolder(OutputFolder folder) {
    this.folder = folder;
    this.storage = Storage.of(folder.path());
  }

  /** The folder at a path, which need not exist. */
  public static RunFolder at(String path) {
    return new RunFolder(OutputFolder.at(path, OutputFolder.Kind.RUN));
  }

  /** The path of the model in a run's folder, or the path itself where it is a model's already. */
  public static String modelIn(String runOrModel) throws IOException {
    String absolute = Storage.absolute(runOrModel);
    String model = Storage.child(absolute, MODEL);
    return Storage.of(absolute).exists(model) ? model : absolute;
  }

  /** Its path, not depending on the working directory. */
  public String path() {
    return folder.path();
  }

  /**
   * What the rule for repeated commands says.
   *
   * @param overwrite whether an older run may be deleted
   */
  public OutputFolder.Plan plan(Request request, boolean overwrite) {
    return folder.plan(request, overwrite);
  }

  /**
   * Begins a run; an older one stays until something has come of the new one.
   *
   * @throws OutputException when the folder cannot be written to
   */
  public OutputFolder.Attempt attempt(OutputFolder.Plan.Begin plan, Request request) {
    return folder.attempt(plan, request);
  }

  public void writeHistory(String csv) {
    folder.write(HISTORY, csv);
  }

  /**
   * Puts the model into its place once it is whole.
   *
   * @param save is given the path of a folder to write to
   */
  public void saveModel(Consumer<String> save) {
    String temporary = folder.child(MODEL + ".tmp");
    try {
      storage.delete(temporary);
      save.accept(temporary);
      storage.rename(temporary, folder.child(MODEL));
    } catch (IOException e) {
      throw folder.unusable("the model cannot be written to it (" + e + ")", e);
    }
  }
}
