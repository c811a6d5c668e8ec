package io.bellows.kernels.schedule;

/** The learning rate over a run. Immutable. */
public interface LearningRateSchedule {
  /** The rate of an update, counted from 0 over the whole run. */
  double rateAt(long update);
}
