package io.bellows.kernels.optimizer;

/**
 * Turns gradients into new weights. Immutable; what it remembers from round to round is {@link
 * OptimizerState}.
 */
public interface Optimizer {
  /** The name used in configurations. */
  String name();

  /** How many numbers it remembers for each parameter. */
  int slots();

  /**
   * The update of one round.
   *
   * @param number of the update, from 1
   * @param rate the learning rate of this round
   * @param scale what makes a mean of the sums: 1 / Σ w
   */
  Step step(long number, double rate, float scale);

  /**
   * One update, parameter by parameter: whoever holds part of the parameters can apply it to them.
   */
  @FunctionalInterface
  interface Step {
    /**
     * Updates consecutive parameters. All arrays have the same parameter at the same place: only
     * then does the JVM turn the loops into vector instructions.
     *
     * @param weights parameters. Modified from {@code from} to {@code to − 1}.
     * @param slots what is remembered of them. Modified there.
     * @param sums Σ w·gradient. Not modified.
     */
    void apply(float[] weights, float[][] slots, float[] sums, int from, int to);
  }
}
