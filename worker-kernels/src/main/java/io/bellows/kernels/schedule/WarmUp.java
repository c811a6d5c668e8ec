package io.bellows.kernels.schedule;

import static io.bellows.kernels.Checks.require;

/**
 * A schedule that begins after a linear rise of the rate (Goyal et al., "Accurate, large minibatch
 * SGD", 2017, section 2.2): update u of the first n has (u + 1) / n of the schedule's first rate;
 * what is left of the budget is the schedule's.
 *
 * @param schedule that follows
 * @param updates n, at least 1
 */
public record WarmUp(LearningRateSchedule schedule, long updates) implements LearningRateSchedule {
  public WarmUp {
    require(updates >= 1, "optimizer.schedule.warm-up must be at least 1, was %d", updates);
  }

  @Override
  public double rateAt(long update, long budget) {
    long rest = Math.max(1, budget - updates);
    return update < updates
        ? schedule.rateAt(0, rest) * (update + 1) / updates
        : schedule.rateAt(update - updates, rest);
  }

  @Override
  public boolean isSpreadOverBudget() {
    return schedule.isSpreadOverBudget();
  }
}
