package io.bellows.kernels.optimizer;

import io.bellows.kernels.constraint.Clipping;

/**
 * The step of a {@link LayerwiseOptimizer} on weights that are clipped and penalised first, in two
 * parts: whoever calls it forms the norms between them. Decay is the optimizer's own affair.
 */
public final class LayerwiseStep {
  private final LayerwiseOptimizer optimizer;
  private final Penalties penalties;
  private final float largest;
  private LayerwiseOptimizer.Direction direction = (weights, slots, numbers, from, to) -> {};
  private float scale;
  private double rate;

  /** Steps with the given penalties, each after {@link #begin}. */
  public LayerwiseStep(LayerwiseOptimizer optimizer, Clipping clipping, Penalties penalties) {
    this.optimizer = optimizer;
    this.penalties = penalties;
    this.largest = clipping.largestValue();
  }

  /**
   * Sets the update to come.
   *
   * @param number of the update, from 1
   * @param scale what makes a mean of the sums
   * @param rate the learning rate
   */
  public void begin(long number, float scale, double rate) {
    this.direction = optimizer.direction(number, penalties.decay());
    this.scale = scale;
    this.rate = rate;
  }

  /**
   * Makes directions of sums.
   *
   * @param weights not modified
   * @param slots modified from {@code from} to {@code to − 1}
   * @param numbers Σ w·gradient, which become the direction. Modified there.
   */
  public void direct(float[] weights, float[][] slots, float[] numbers, int from, int to) {
    RegularizedStep.mean(numbers, numbers, from, to, scale, largest);
    RegularizedStep.penalise(weights, numbers, from, to, penalties);
    direction.apply(weights, slots, numbers, from, to);
  }

  /** What directions of a matrix are multiplied with, once the norms of all of it are known. */
  public float length(double weightNorm, double directionNorm) {
    return (float) (rate * optimizer.ratio(weightNorm, directionNorm));
  }

  /**
   * Moves weights.
   *
   * @param weights modified from {@code from} to {@code to − 1}
   * @param directions not modified
   */
  public static void move(float[] weights, float[] directions, int from, int to, float length) {
    for (int i = from; i < to; i++) {
      weights[i] -= length * directions[i];
    }
  }
}
