package io.bellows.kernels.schedule;

import static io.bellows.kernels.Checks.require;

/** What settings of several schedules must be. */
final class ScheduleChecks {
  private ScheduleChecks() {}

  /** A learning rate: above 0. */
  static void requireRate(double rate) {
    require(
        rate > 0 && Double.isFinite(rate), "optimizer.learning-rate must be above 0, was %s", rate);
  }

  /** A part of the rate that may be none or all of it. */
  static void requireFraction(String setting, double fraction) {
    require(
        fraction >= 0 && fraction <= 1,
        "optimizer.schedule.%s must be at least 0 and at most 1, was %s",
        setting,
        fraction);
  }
}
