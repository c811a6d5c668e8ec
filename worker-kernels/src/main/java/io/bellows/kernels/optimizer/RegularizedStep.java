package io.bellows.kernels.optimizer;

import io.bellows.kernels.constraint.Clipping;

/**
 * A step on weights that are clipped and penalised first: what comes to the optimizer is the mean
 * gradient, held to the largest value, with the penalties' gradients. One task's: it holds scratch.
 */
public final class RegularizedStep implements Optimizer.Step {
  private final Penalties penalties;
  private final float largest;
  private boolean takesSums;
  private float[] gradient = {};
  private float scale;
  private float kept;
  private Optimizer.Step step = (weights, slots, sums, from, to) -> {};

  /** Steps with the given penalties, each after {@link #begin}. */
  public RegularizedStep(Clipping clipping, Penalties penalties) {
    this.penalties = penalties;
    this.largest = clipping.largestValue();
  }

  /**
   * Sets the update to come.
   *
   * @param step of means, or of sums where nothing is clipped or penalised
   * @param takesSums whether it is of sums
   * @param scale what makes a mean of the sums
   * @param rate the learning rate
   */
  public void begin(Optimizer.Step step, boolean takesSums, float scale, double rate) {
    this.step = step;
    this.takesSums = takesSums;
    this.scale = scale;
    this.kept = (float) (1 - rate * penalties.decay());
  }

  @Override
  public void apply(float[] weights, float[][] slots, float[] sums, int from, int to) {
    if (takesSums) {
      step.apply(weights, slots, sums, from, to);
      return;
    }
    if (gradient.length < to) {
      gradient = new float[to];
    }
    mean(sums, gradient, from, to, scale, largest);
    penalise(weights, gradient, from, to, penalties);
    if (penalties.decay() > 0) {
      shrink(weights, from, to, kept);
    }
    step.apply(weights, slots, gradient, from, to);
  }

  /** The mean gradient, each number held to the largest value. */
  static void mean(float[] sums, float[] gradient, int from, int to, float scale, float largest) {
    for (int i = from; i < to; i++) {
      gradient[i] = Math.max(-largest, Math.min(largest, sums[i] * scale));
    }
  }

  /** Adds the gradients of l1 and l2. */
  static void penalise(float[] w, float[] gradient, int from, int to, Penalties penalties) {
    if (penalties.l1() > 0 || penalties.l2() > 0) {
      penalise(w, gradient, from, to, (float) penalties.l1(), (float) penalties.l2());
    }
  }

  private static void penalise(float[] w, float[] gradient, int from, int to, float l1, float l2) {
    for (int i = from; i < to; i++) {
      gradient[i] += l2 * w[i] + l1 * Math.signum(w[i]);
    }
  }

  private static void shrink(float[] w, int from, int to, float kept) {
    for (int i = from; i < to; i++) {
      w[i] *= kept;
    }
  }
}
