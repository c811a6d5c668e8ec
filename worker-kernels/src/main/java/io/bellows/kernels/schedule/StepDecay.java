package io.bellows.kernels.schedule;

import static io.bellows.kernels.Checks.require;
import static io.bellows.kernels.schedule.ScheduleChecks.requireRate;

/**
 * A rate that falls by a factor at every so many updates (what PyTorch calls {@code StepLR}):
 *
 * <pre>
 *   rate · factor ^ ⌊update / every⌋
 * </pre>
 *
 * @param rate of the first update, above 0
 * @param factor what is left at each fall, above 0 and below 1
 * @param every updates from one fall to the next, at least 1
 */
public record StepDecay(double rate, double factor, long every) implements LearningRateSchedule {
  public StepDecay {
    requireRate(rate);
    require(
        factor > 0 && factor < 1,
        "optimizer.schedule.factor must be above 0 and below 1, was %s",
        factor);
    require(every >= 1, "optimizer.schedule.every must be at least 1, was %d", every);
  }

  @Override
  public double rateAt(long update, long budget) {
    return rate * StrictMath.pow(factor, (double) (update / every));
  }

  @Override
  public boolean isSpreadOverBudget() {
    return false;
  }
}
