package io.bellows.kernels.training;

import io.bellows.kernels.constraint.Clipping;
import io.bellows.kernels.constraint.MaxNorm;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.optimizer.Penalties;
import io.bellows.kernels.schedule.FixedBudget;
import io.bellows.kernels.schedule.LearningRateSchedule;
import io.bellows.kernels.schedule.ReduceOnPlateau;
import java.util.Optional;

/**
 * How a mean gradient changes the weights.
 *
 * @param plateau what lowers the rate where a figure has stopped improving
 * @param clipping of the mean gradient
 * @param penalties on weights
 * @param maxNorm of each unit's incoming weights, in hidden layers and the last
 */
public record UpdateRule(
    Optimizer optimizer,
    LearningRateSchedule schedule,
    Optional<ReduceOnPlateau> plateau,
    Clipping clipping,
    Penalties penalties,
    Optional<MaxNorm> maxNorm) {
  /**
   * The same with the rates of another run, where no figures are looked at.
   *
   * @param updates of that run, where nothing ends it early
   */
  UpdateRule over(long updates) {
    return new UpdateRule(
        optimizer,
        new FixedBudget(schedule, updates),
        Optional.empty(),
        clipping,
        penalties,
        maxNorm);
  }

  /** The same where no figures are looked at. */
  UpdateRule withoutPlateau() {
    return new UpdateRule(optimizer, schedule, Optional.empty(), clipping, penalties, maxNorm);
  }
}
