package io.bellows.kernels.optimizer;

import static io.bellows.kernels.optimizer.OptimizerChecks.requireDecay;
import static io.bellows.kernels.optimizer.OptimizerChecks.requireEpsilon;

/**
 * RMSprop (Tieleman and Hinton, "Neural networks for machine learning", lecture 6.5, 2012; ε
 * outside the root, as in PyTorch):
 *
 * <pre>
 *   v ← ρ·v + (1 − ρ)·g²
 *   w ← w − rate · g / (√v + ε)
 * </pre>
 *
 * @param rho ρ in [0, 1)
 * @param epsilon ε above 0
 */
public record RmsProp(double rho, double epsilon) implements Optimizer {
  public RmsProp {
    requireDecay("rho", rho);
    requireEpsilon(epsilon);
  }

  @Override
  public String name() {
    return "rmsprop";
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public Step step(long number, double rate, float scale) {
    float step = (float) rate;
    float kept = (float) rho;
    float added = (float) (1 - rho);
    float floor = (float) epsilon;
    return (weights, slots, sums, from, to) ->
        update(weights, slots[0], sums, from, to, step, scale, kept, added, floor);
  }

  private static void update(
      float[] w,
      float[] v,
      float[] sums,
      int from,
      int to,
      float step,
      float scale,
      float rho,
      float rest,
      float epsilon) {
    for (int i = from; i < to; i++) {
      float g = sums[i] * scale;
      float second = Decaying.meanSquare(v[i], rho, g, rest);
      v[i] = second;
      w[i] = w[i] - step * g / ((float) Math.sqrt(second) + epsilon);
    }
  }
}
