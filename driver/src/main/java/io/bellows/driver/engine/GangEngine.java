package io.bellows.driver.engine;

import io.bellows.driver.input.InputException;
import io.bellows.driver.progress.JobDescription;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.gang.Division;
import io.bellows.kernels.gang.Gang;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.training.RoundEngine;
import io.bellows.kernels.training.Segment;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingState;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Spark barrier stage a segment, on a local master: its tasks start together, keep their shares
 * in hand, and go through all rounds as a {@link Gang} in this JVM's memory.
 *
 * <p>A segment works on a copy of the state; it counts only when the stage has succeeded, else it
 * is started again from the state as it was, with the same bits.
 */
public final class GangEngine implements RoundEngine {
  private static final Logger LOG = LoggerFactory.getLogger(GangEngine.class);
  private static final int RESTARTS = 3;

  private final Network network;
  private final TrainingConfig config;
  private final BatchPlan plan;
  private final ShareData data;
  private final Kernels kernels;
  private final Division division;

  /** An engine over training rows that this JVM holds in memory. */
  public GangEngine(
      Network network,
      TrainingConfig config,
      BatchPlan plan,
      ShareData data,
      Kernels kernels,
      Division division) {
    this.network = network;
    this.config = config;
    this.plan = plan;
    this.data = data;
    this.kernels = kernels;
    this.division = division;
  }

  @Override
  public void advance(
      TrainingState state, Segment segment, Predicate<TrainingState> stopRequested) {
    for (int restarts = 0; !carry(state, segment, stopRequested, restarts); restarts++) {
      LOG.warn(
          "Rounds {} to {} of epoch {} start again from the state before them",
          segment.from() + 1,
          segment.to(),
          segment.epoch() + 1);
    }
  }

  /** Whether the state has moved; if not, it is worth another attempt. */
  private boolean carry(
      TrainingState state, Segment segment, Predicate<TrainingState> stopRequested, int restarts) {
    TrainingState moved = state.workingCopy();
    try (GangRun run = GangRun.opened(gang(moved, segment, stopRequested))) {
      try {
        runStage(run, segment);
      } catch (BarrierJob.Failed e) {
        requireWorthAnother(run.failure(), e, restarts);
        return false;
      }
      state.adopt(moved);
      return true;
    }
  }

  private Gang gang(TrainingState state, Segment segment, Predicate<TrainingState> stopRequested) {
    return new Gang(
        network,
        config,
        plan,
        state,
        segment,
        data.tasks().tasks(),
        division,
        kernels,
        stopRequested);
  }

  private void runStage(GangRun run, Segment segment) {
    try (JobDescription description = new JobDescription(data.blocks().context())) {
      description.set(
          "epoch %d, rounds %d to %d", segment.epoch() + 1, segment.from() + 1, segment.to());
      BarrierJob.run(data.blocks(), new GangTask(run.key(), data.tasks()));
    }
  }

  /**
   * A task may fail because a disk or a block was lost. Our own sentences and a full memory would
   * only come again; a cancelled job, an interrupted thread and a stopped Spark are meant.
   */
  private static void requireWorthAnother(
      @Nullable Throwable failure, BarrierJob.Failed stage, int restarts) {
    if (stage.isMeant()) {
      throw stage;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof InputException
        || failure instanceof InvalidConfigException
        || failure instanceof IllegalStateException
        || failure instanceof IllegalArgumentException
        || failure instanceof ArithmeticException) {
      throw (RuntimeException) failure;
    }
    if (restarts == RESTARTS) {
      // Spark may name a member that only saw another one fail.
      throw failure instanceof RuntimeException first ? first : stage;
    }
    LOG.warn("The gang's stage failed: {}", failure == null ? stage.getMessage() : failure);
  }
}
