package io.bellows.driver.engine;

import io.bellows.kernels.gang.Gang;
import io.bellows.kernels.gang.Meeting;
import io.bellows.kernels.training.TrainingState;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the tasks of a gang's stage find each other: a segment under way in this JVM, by a key that
 * travels with the tasks. Spark may start the stage again; each attempt has a gang of its own, and
 * the one before is poisoned.
 */
final class GangRun implements AutoCloseable {
  private static final Map<String, GangRun> OPEN = new ConcurrentHashMap<>();

  private final String key = UUID.randomUUID().toString();
  private final Supplier<Gang> gangs;
  private @Nullable Gang gang;
  private @Nullable Throwable failure;
  private int attempt = -1;

  private GangRun(Supplier<Gang> gangs) {
    this.gangs = gangs;
  }

  /** A run that tasks can find until it is closed; {@code gangs} makes one for each attempt. */
  static GangRun opened(Supplier<Gang> gangs) {
    GangRun run = new GangRun(gangs);
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

  /** The gang of an attempt of the stage; a lingering task of an older one gets its own refusal. */
  synchronized Gang gang(int stageAttempt) {
    if (stageAttempt < attempt) {
      throw new IllegalStateException("attempt " + stageAttempt + " of the stage is over");
    }
    if (gang == null || stageAttempt > attempt) {
      poison();
      gang = gangs.get();
      attempt = stageAttempt;
    }
    return gang;
  }

  /**
   * Tells of a task's failure, which ends its attempt; of an attempt's failures the first counts.
   */
  synchronized void failed(Throwable thrown) {
    poison();
    if (failure == null && !(thrown instanceof Meeting.Broken)) {
      failure = thrown;
    }
  }

  /** Why a task failed, or null when none said so. */
  synchronized @Nullable Throwable failure() {
    return failure;
  }

  /** The state that the last attempt has moved. */
  synchronized TrainingState finished() {
    if (gang == null) {
      throw new IllegalStateException("the stage has not run");
    }
    return gang.state();
  }

  private void poison() {
    if (gang != null) {
      gang.poison();
    }
  }

  @Override
  public synchronized void close() {
    OPEN.remove(key);
    poison();
  }
}
