package io.bellows.kernels.schedule;

/**
 * A schedule over the budget of another run, of which this one goes along a part.
 *
 * @param updates that the schedule is spread over
 */
public record FixedBudget(LearningRateSchedule schedule, long updates)
    implements LearningRateSchedule {
  @Override
  public double rateAt(long update, long budget) {
    return schedule.rateAt(update, updates);
  }

  @Override
  public boolean isSpreadOverBudget() {
    return false;
  }
}
