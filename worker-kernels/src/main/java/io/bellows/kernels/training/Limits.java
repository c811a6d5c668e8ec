package io.bellows.kernels.training;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.data.BatchPlan;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a run never goes beyond.
 *
 * @param maxEpochs epochs at most
 * @param maxRounds rounds at most over the whole run
 * @param maxTime when reached, training ends after the round in hand
 * @param divergenceThreshold a whole epoch's running loss above it ends training as diverged; empty
 *     means only a loss or weight that is not finite does
 */
public record Limits(
    int maxEpochs,
    OptionalLong maxRounds,
    Optional<Duration> maxTime,
    OptionalDouble divergenceThreshold) {
  public Limits {
    require(maxEpochs >= 1, "training.max-epochs must be at least 1, was %d", maxEpochs);
    require(
        maxRounds.orElse(1) >= 1,
        "training.max-rounds must be at least 1, was %d",
        maxRounds.orElse(1));
  }

  /** So many epochs, whatever happens in them. */
  public static Limits epochs(int epochs) {
    return new Limits(epochs, OptionalLong.empty(), Optional.empty(), OptionalDouble.empty());
  }

  /** So many updates, unless it diverges. */
  Limits onlyRounds(long rounds) {
    return new Limits(
        Integer.MAX_VALUE, OptionalLong.of(rounds), Optional.empty(), divergenceThreshold);
  }

  /** Nothing but the time. */
  static Limits time(Duration time) {
    return new Limits(
        Integer.MAX_VALUE, OptionalLong.empty(), Optional.of(time), OptionalDouble.empty());
  }

  /** Updates of a whole run, where nothing ends it early: what a schedule is spread over. */
  public long budget(BatchPlan plan) {
    return Math.min(maxRounds.orElse(Long.MAX_VALUE), (long) maxEpochs * plan.rounds());
  }
}
