package io.bellows.jobs.report;

import io.bellows.driver.storage.Storage;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder that a run leaves behind.
 *
 * <pre>
 *   bellows.json   says that the folder is ours, from which configuration and input; written first
 *   attempts/      who is or was at work here, see {@link Ownership}
 *   checkpoints/   what the same command, repeated, goes on from
 *   run.conf       the configuration, where it was made for the data
 *   history.csv    grows by a line an epoch; history-1.csv and so on are those of an ensemble's
 *                  other networks, refit-history.csv (refit-history-1.csv and so on) those of a
 *                  run's second part
 *   model/
 *   result.json    says that the run is finished; written last
 * </pre>
 */
public final class RunFolder {
  private static final String HISTORY = "history";
  private static final String REFIT_HISTORY = "refit-history";
  private static final String CONFIGURATION = "run.conf";
  private static final String MODEL = "model";
  private static final String CHECKPOINTS = "checkpoints";

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

  /** The path of its checkpoints. */
  public String checkpoints() {
    return folder.child(CHECKPOINTS);
  }

  /**
   * What the rule for repeated commands says.
   *
   * @param overwrite whether an older run may be deleted
   * @param goesOn whether a run that is not finished may go on; else it is refused
   */
  public OutputFolder.Plan plan(Request request, boolean overwrite, boolean goesOn) {
    OutputFolder.Plan plan = folder.plan(request, overwrite);
    return plan instanceof OutputFolder.Plan.GoOn && !goesOn ? folder.refuseUnfinished() : plan;
  }

  /**
   * Becomes its only owner.
   *
   * @throws OutputException when another driver is at work in it
   */
  public Ownership claimed(Ownership.Rhythm rhythm, Consumer<String> say) {
    return Ownership.claimed(path(), rhythm, say);
  }

  /**
   * Begins a run, or goes on with one; an older one that gives way stays until something has come
   * of the new one.
   *
   * @throws OutputException when the folder cannot be written to
   */
  public OutputFolder.Attempt attempt(OutputFolder.Plan plan, Request request) {
    return folder.attempt(plan, request);
  }

  /**
   * The history of a network of an ensemble.
   *
   * @param member from 0, which is the run's own
   */
  public void writeHistory(int member, String csv) {
    folder.write(named(HISTORY, member), csv);
  }

  /** The configuration that was made for the run, to repeat or to change it. */
  public void writeConfiguration(String hocon) {
    folder.write(CONFIGURATION, hocon);
  }

  /**
   * The history of the run's second part.
   *
   * @param member the network of an ensemble, from 0
   */
  public void writeRefitHistory(int member, String csv) {
    folder.write(named(REFIT_HISTORY, member), csv);
  }

  private static String named(String history, int member) {
    return member == 0 ? history + ".csv" : history + "-" + member + ".csv";
  }

  /**
   * Puts the model into its place: whole where a folder can be given its name at once, else file by
   * file, the one by which it is known last. An earlier attempt may have left one.
   *
   * @param save is given the path of a folder to write to
   */
  public void saveModel(Consumer<String> save) {
    String model = folder.child(MODEL);
    String temporary = folder.child(MODEL + ".tmp");
    try {
      storage.delete(temporary);
      if (storage.renamesAtOnce()) {
        saveOrDelete(save, temporary);
        storage.delete(model);
        storage.rename(temporary, model);
      } else {
        storage.delete(model);
        save.accept(model);
      }
    } catch (IOException e) {
      throw unwritable(e);
    } catch (RuntimeException e) {
      throw unwritableBehind(e).map(this::unwritable).orElseThrow(() -> e);
    }
  }

  private OutputException unwritable(IOException cause) {
    return folder.unusable("the model cannot be written to it (" + cause + ")", cause);
  }

  /** What a task of Spark could not write. */
  private static Optional<IOException> unwritableBehind(RuntimeException thrown) {
    return Stream.<Throwable>iterate(thrown, cause -> cause != null, Throwable::getCause)
        .filter(IOException.class::isInstance)
        .map(IOException.class::cast)
        .findFirst();
  }

  /** Half a model is of no use, and takes the room that the next attempt needs. */
  private void saveOrDelete(Consumer<String> save, String temporary) throws IOException {
    try {
      save.accept(temporary);
    } catch (RuntimeException e) {
      try {
        storage.delete(temporary);
      } catch (IOException undeleted) {
        e.addSuppressed(undeleted);
      }
      throw e;
    }
  }
}
