package io.bellows.kernels.optimizer;

/**
 * An optimizer that scales its step by norms over whole matrices of weights. A matrix is updated in
 * two parts, between which the norms are formed: first its gradient becomes a direction, then the
 * weights move along it. Vectors beside matrices (biases, gains and shifts) are updated by {@link
 * #step}, as by any other optimizer.
 */
public interface LayerwiseOptimizer extends Optimizer {
  /**
   * The first part of one update.
   *
   * @param number of the update, from 1
   * @param decay what part of a weight is in its direction
   */
  Direction direction(long number, double decay);

  /**
   * What a direction is multiplied with, beside the learning rate.
   *
   * @param weightNorm L2 norm of the matrix
   * @param directionNorm L2 norm of its direction
   */
  double ratio(double weightNorm, double directionNorm);

  /** Makes directions of gradients, weight by weight, whoever holds which part of them. */
  @FunctionalInterface
  interface Direction {
    /**
     * Looks at consecutive weights. All arrays have the same weight at the same place.
     *
     * @param weights not modified
     * @param slots what is remembered of them. Modified from {@code from} to {@code to − 1}.
     * @param numbers the mean gradient, which becomes the direction. Modified there.
     */
    void apply(float[] weights, float[][] slots, float[] numbers, int from, int to);
  }
}
