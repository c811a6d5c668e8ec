package io.bellows.kernels.training;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.constraint.Clipping;
import io.bellows.kernels.constraint.MaxNorm;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.BatchSize;
import io.bellows.kernels.data.LastBatch;
import io.bellows.kernels.initializer.Initializer;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.optimizer.Penalties;
import io.bellows.kernels.schedule.LearningRateSchedule;
import io.bellows.kernels.schedule.ReduceOnPlateau;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How a network is trained.
 *
 * @param seed of first weights, order of rows, and masks
 * @param shares P, the number of summands; part of the bits
 * @param maxEpochs epochs at most
 * @param maxRounds rounds at most over the whole run
 * @param maxTime when reached, training ends after the round in hand
 * @param evaluateEvery epochs from one validation to the next
 * @param evaluateTraining whether the training rows are evaluated too, without masks
 * @param divergenceThreshold a whole epoch's running loss above it ends training as diverged; empty
 *     means only a loss or weight that is not finite does
 * @param plateau what lowers the rate where a figure has stopped improving
 * @param clipping of the mean gradient
 * @param penalties on weights
 * @param maxNorm of each unit's incoming weights, in hidden layers and the last
 */
public record TrainingConfig(
    long seed,
    int shares,
    BatchSize batchSize,
    LastBatch lastBatch,
    int maxEpochs,
    OptionalLong maxRounds,
    Optional<Duration> maxTime,
    int evaluateEvery,
    boolean evaluateTraining,
    OptionalDouble divergenceThreshold,
    Initializer initializer,
    Optimizer optimizer,
    LearningRateSchedule schedule,
    Optional<ReduceOnPlateau> plateau,
    Clipping clipping,
    Penalties penalties,
    Optional<MaxNorm> maxNorm,
    Optional<EarlyStopping> earlyStopping) {
  public TrainingConfig {
    require(shares >= 1, "training.shares must be at least 1, was %d", shares);
    require(maxEpochs >= 1, "training.max-epochs must be at least 1, was %d", maxEpochs);
    require(
        maxRounds.orElse(1) >= 1,
        "training.max-rounds must be at least 1, was %d",
        maxRounds.orElse(1));
    require(
        evaluateEvery >= 1, "training.evaluate-every must be at least 1, was %d", evaluateEvery);
  }

  /** Updates of a whole run, where nothing ends it early: what a schedule is spread over. */
  public long budget(BatchPlan plan) {
    return Math.min(maxRounds.orElse(Long.MAX_VALUE), (long) maxEpochs * plan.rounds());
  }

  /** The same rounds of another batch, which only the time ends, and nothing evaluated. */
  public TrainingConfig forMeasuring(BatchSize batch, Duration time) {
    return new TrainingConfig(
        seed,
        shares,
        batch,
        lastBatch,
        Integer.MAX_VALUE,
        OptionalLong.empty(),
        Optional.of(time),
        Integer.MAX_VALUE,
        false,
        OptionalDouble.empty(),
        initializer,
        optimizer,
        schedule,
        Optional.empty(),
        clipping,
        penalties,
        maxNorm,
        Optional.empty());
  }
}
