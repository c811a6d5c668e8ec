package io.bellows.kernels.optimizer;

/**
 * Turns a mean gradient into new weights. Immutable; what it remembers from round to round is
 * {@link OptimizerState}.
 */
public interface Optimizer {
  /** The name used in configurations. */
  String name();

  /** How many numbers it remembers for each parameter. */
  int slots();

  /**
   * One update.
   *
   * @param weights all parameters. Modified.
   * @param gradient Σ w·gradient / Σ w. Not modified.
   * @param state as the last update left it. Modified.
   * @param rate the learning rate of this round
   */
  void update(float[] weights, float[] gradient, OptimizerState state, double rate);
}
