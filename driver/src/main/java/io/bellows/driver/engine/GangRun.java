package io.bellows.driver.engine;

import io.bellows.kernels.gang.Gang;
import io.bellows.kernels.gang.Meeting;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the tasks of a gang's stage find each other: a segment under way in this JVM, by a key that
 * travels with the tasks. Spark never starts a failed barrier stage again when it ends a job, so
 * that a run has one gang; the next attempt is another run.
 */
final class GangRun implements AutoCloseable {
  private static final Map<String, GangRun> OPEN = new ConcurrentHashMap<>();

  private final String key = UUID.randomUUID().toString();
  private final Gang gang;
  private @Nullable Throwable failure;

  private GangRun(Gang gang) {
    this.gang = gang;
  }

  /** A run that tasks can find until it is closed. */
  static GangRun opened(Gang gang) {
    GangRun run = new GangRun(gang);
    OPEN.put(run.key, run);
    return run;
  }

  /** The run with a key. */
  static GangRun named(String key) {
    GangRun run = OPEN.get(key);
    if (run == null) {
      throw new IllegalStateException(
          "Cannot join the gang: its tasks must run in the driver's JVM, on a local master; set training.engine = jobs");
    }
    return run;
  }

  /** How many runs are open. */
  static int open() {
    return OPEN.size();
  }

  String key() {
    return key;
  }

  Gang gang() {
    return gang;
  }

  /** Tells of a task's failure, which ends all; the first that is not its consequence counts. */
  synchronized void failed(Throwable thrown) {
    gang.poison();
    if (failure == null && !(thrown instanceof Meeting.Broken)) {
      failure = thrown;
    }
  }

  /** Why a task failed, or null when none said so. */
  synchronized @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void close() {
    OPEN.remove(key);
    gang.poison();
  }
}
