package io.bellows.kernels.training;

/** Is told how training goes on. */
@FunctionalInterface
public interface TrainingListener {
  /** An epoch has ended; the state holds its record and what early stopping made of it. */
  void epochEnded(TrainingState state);
}
