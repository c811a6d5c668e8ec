package io.bellows.kernels.training;

import io.bellows.kernels.averaging.Averaging;
import io.bellows.kernels.data.BatchSize;
import io.bellows.kernels.initializer.Initializer;
import java.time.Duration;
import java.util.Optional;

/**
 * How a network is trained.
 *
 * @param seed of first weights, order of rows, and masks
 * @param averaging of the weights that are evaluated and kept
 */
public record TrainingConfig(
    long seed,
    Initializer initializer,
    Batching batching,
    UpdateRule update,
    Limits limits,
    Optional<Averaging> averaging,
    Evaluations evaluations,
    Optional<EarlyStopping> earlyStopping) {
  /** The same with another seed. */
  public TrainingConfig withSeed(long another) {
    return new TrainingConfig(
        another, initializer, batching, update, limits, averaging, evaluations, earlyStopping);
  }

  /**
   * The same training once more, without validation.
   *
   * @param updates after which it ends
   * @param budget updates of the first training, where nothing would have ended it early: what its
   *     schedule was spread over
   */
  public TrainingConfig forRefit(long updates, long budget) {
    return new TrainingConfig(
        seed,
        initializer,
        batching,
        update.over(budget),
        limits.onlyRounds(updates),
        averaging,
        evaluations,
        Optional.empty());
  }

  /** The same rounds of another batch, which only the time ends, and nothing evaluated. */
  public TrainingConfig forMeasuring(BatchSize batch, Duration time) {
    return new TrainingConfig(
        seed,
        initializer,
        new Batching(batching.shares(), batch, batching.last()),
        update.withoutPlateau(),
        Limits.time(time),
        averaging,
        Evaluations.none(),
        Optional.empty());
  }
}
