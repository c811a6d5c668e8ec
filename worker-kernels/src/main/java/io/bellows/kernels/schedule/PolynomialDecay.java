package io.bellows.kernels.schedule;

import static io.bellows.kernels.Checks.require;
import static io.bellows.kernels.schedule.ScheduleChecks.requireFraction;
import static io.bellows.kernels.schedule.ScheduleChecks.requireRate;

/**
 * A rate that falls to a fraction of itself at the end of the budget along a power of the time that
 * is left (what Keras calls {@code PolynomialDecay}, with the budget as its {@code decay_steps}); a
 * line where the power is 1:
 *
 * <pre>
 *   rate · (finalFraction + (1 − finalFraction) · (1 − update / budget) ^ power)
 * </pre>
 *
 * @param rate of the first update, above 0
 * @param finalFraction what is left of it after the last, from 0 to 1
 * @param power above 0
 */
public record PolynomialDecay(double rate, double finalFraction, double power)
    implements LearningRateSchedule {
  public PolynomialDecay {
    requireRate(rate);
    requireFraction("final-fraction", finalFraction);
    require(power > 0, "optimizer.schedule.power must be above 0, was %s", power);
  }

  @Override
  public double rateAt(long update, long budget) {
    double left = Math.max(0, 1 - (double) update / budget);
    return rate * (finalFraction + (1 - finalFraction) * StrictMath.pow(left, power));
  }
}
