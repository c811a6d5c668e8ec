package io.bellows.kernels.schedule;

import static io.bellows.kernels.Checks.require;
import static io.bellows.kernels.schedule.ScheduleChecks.requireFraction;
import static io.bellows.kernels.schedule.ScheduleChecks.requireRate;

/**
 * A rate that rises to its peak and falls far below where it began, both along half a cosine wave
 * (Smith and Topin, "Super-convergence", 2017; with the formulas of PyTorch's {@code OneCycleLR}):
 * from {@code initialFraction} of the rate up to the rate at update peakAt · budget − 1, then down
 * to {@code finalFraction} of it at the last update.
 *
 * @param rate the peak, above 0
 * @param initialFraction of the peak, from 0 to 1, at the first update
 * @param finalFraction of the peak, from 0 to 1, at the last update
 * @param peakAt the part of the budget after which the peak comes, above 0 and below 1
 */
public record OneCycle(double rate, double initialFraction, double finalFraction, double peakAt)
    implements LearningRateSchedule {
  public OneCycle {
    requireRate(rate);
    requireFraction("initial-fraction", initialFraction);
    requireFraction("final-fraction", finalFraction);
    require(
        peakAt > 0 && peakAt < 1,
        "optimizer.schedule.peak-at must be above 0 and below 1, was %s",
        peakAt);
  }

  @Override
  public double rateAt(long update, long budget) {
    double peak = peakAt * budget - 1;
    if (update < peak) {
      return rate * between(initialFraction, 1, update / peak);
    }
    double rest = budget - 1 - peak;
    return rate * between(1, finalFraction, rest > 0 ? Math.min(1, (update - peak) / rest) : 1);
  }

  /** From one number to another along half a cosine wave, as {@code t} goes from 0 to 1. */
  private static double between(double from, double to, double t) {
    return to + (from - to) / 2 * (1 + StrictMath.cos(Math.PI * t));
  }
}
