package io.bellows.kernels.schedule;

/** The learning rate over a run. Immutable. */
public interface LearningRateSchedule {
  /**
   * The rate of an update.
   *
   * @param update counted from 0 over the whole run
   * @param budget updates of the whole run, where nothing ends it early
   */
  double rateAt(long update, long budget);

  /** Whether the rate depends on the budget. */
  default boolean isSpreadOverBudget() {
    return true;
  }
}
