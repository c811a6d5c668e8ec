package io.bellows.kernels.schedule;

import static io.bellows.kernels.Checks.require;

/**
 * The same rate in every round.
 *
 * @param rate above 0
 */
public record ConstantRate(double rate) implements LearningRateSchedule {
  public ConstantRate {
    require(
        rate > 0 && Double.isFinite(rate), "optimizer.learning-rate must be above 0, was %s", rate);
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
