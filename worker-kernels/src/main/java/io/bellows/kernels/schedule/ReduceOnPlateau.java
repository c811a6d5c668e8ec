package io.bellows.kernels.schedule;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.metric.Metric;
import java.util.List;

/**
 * A factor on the learning rate that falls whenever a monitored figure has stopped improving: after
 * {@code patience} validations in a row without improvement over the best so far, and not within
 * {@code cooldown} validations of the last fall (what Keras calls {@code ReduceLROnPlateau}).
 *
 * <p>The factor is computed from the figures of all validations so far, so that it is part of a
 * run's history and of nothing else.
 *
 * @param monitor the figure, as in a run's history
 * @param direction where it is better
 * @param factor what is left of the rate at each fall, above 0 and below 1
 * @param patience validations, at least 1
 * @param minDelta what does not count as an improvement, at least 0
 * @param cooldown validations, at least 0
 * @param minFraction what the factor never falls below, at least 0
 */
public record ReduceOnPlateau(
    String monitor,
    Metric.Direction direction,
    double factor,
    int patience,
    double minDelta,
    int cooldown,
    double minFraction) {
  public ReduceOnPlateau {
    require(
        factor > 0 && factor < 1,
        "optimizer.plateau.factor must be above 0 and below 1, was %s",
        factor);
    require(patience >= 1, "optimizer.plateau.patience must be at least 1, was %d", patience);
    require(minDelta >= 0, "optimizer.plateau.min-delta must be at least 0, was %s", minDelta);
    require(cooldown >= 0, "optimizer.plateau.cooldown must be at least 0, was %d", cooldown);
    require(
        minFraction >= 0 && minFraction < 1,
        "optimizer.plateau.min-fraction must be at least 0 and below 1, was %s",
        minFraction);
  }

  /**
   * The factor on the rate of the rounds to come.
   *
   * @param figures of the validations so far, oldest first
   */
  public double after(List<Double> figures) {
    double best = Double.POSITIVE_INFINITY;
    double fraction = 1;
    int waited = 0;
    int cooling = 0;
    for (double figure : figures) {
      double loss = direction == Metric.Direction.MINIMIZE ? figure : -figure;
      if (cooling > 0) {
        cooling--;
        waited = 0;
      }
      if (loss < best - minDelta) {
        best = loss;
        waited = 0;
      } else if (cooling == 0 && ++waited >= patience) {
        fraction = Math.max(minFraction, fraction * factor);
        cooling = cooldown;
        waited = 0;
      }
    }
    return fraction;
  }
}
