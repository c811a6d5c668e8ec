package io.bellows.kernels.schedule;

import static io.bellows.kernels.Checks.require;
import static io.bellows.kernels.schedule.ScheduleChecks.requireRate;

/**
 * A rate that shrinks by the same factor from each update to the next, until at the end of the
 * budget a fraction of it is left (what Keras calls {@code ExponentialDecay}, with the budget as
 * its {@code decay_steps}, not in a staircase):
 *
 * <pre>
 *   rate · finalFraction ^ (update / budget)
 * </pre>
 *
 * @param rate of the first update, above 0
 * @param finalFraction what is left of it after the last, above 0 and at most 1
 */
public record ExponentialDecay(double rate, double finalFraction) implements LearningRateSchedule {
  public ExponentialDecay {
    requireRate(rate);
    require(
        finalFraction > 0 && finalFraction <= 1,
        "optimizer.schedule.final-fraction must be above 0 and at most 1, was %s",
        finalFraction);
  }

  @Override
  public double rateAt(long update, long budget) {
    return rate * StrictMath.pow(finalFraction, (double) update / budget);
  }
}
