package io.bellows.kernels.schedule;

import static io.bellows.kernels.schedule.ScheduleChecks.requireRate;

/**
 * The same rate in every round.
 *
 * @param rate above 0
 */
public record ConstantRate(double rate) implements LearningRateSchedule {
  public ConstantRate {
    requireRate(rate);
  }

  @Override
  public double rateAt(long update, long budget) {
    return rate;
  }

  @Override
  public boolean isSpreadOverBudget() {
    return false;
  }
}
