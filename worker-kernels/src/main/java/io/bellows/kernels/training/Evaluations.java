package io.bellows.kernels.training;

import static io.bellows.kernels.Checks.require;

/**
 * When loss and metrics are computed, without masks, and of what.
 *
 * @param every epochs from one to the next
 * @param ofTraining whether the training rows are evaluated too
 */
public record Evaluations(int every, boolean ofTraining) {
  public Evaluations {
    require(every >= 1, "training.evaluate-every must be at least 1, was %d", every);
  }

  /** None before a run's end. */
  static Evaluations none() {
    return new Evaluations(Integer.MAX_VALUE, false);
  }
}
