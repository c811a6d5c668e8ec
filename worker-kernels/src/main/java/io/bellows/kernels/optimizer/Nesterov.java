package io.bellows.kernels.optimizer;

import static io.bellows.kernels.Checks.require;

/**
 * Gradient descent with Nesterov's momentum μ, in the form that looks ahead at the gradient's place
 * (Sutskever, Martens, Dahl, Hinton, ICML 2013; as in PyTorch and Keras):
 *
 * <pre>
 *   v ← μ·v + g
 *   w ← w − rate·(g + μ·v)
 * </pre>
 *
 * @param momentum μ in (0, 1)
 */
public record Nesterov(double momentum) implements Optimizer {
  public Nesterov {
    require(momentum > 0 && momentum < 1, "optimizer.momentum must be in (0, 1), was %s", momentum);
  }

  @Override
  public String name() {
    return "nesterov";
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public Step step(long number, double rate, float scale) {
    float step = (float) rate;
    float mu = (float) momentum;
    return (weights, slots, sums, from, to) ->
        descend(weights, slots[0], sums, from, to, step, scale, mu);
  }

  private static void descend(
      float[] w, float[] v, float[] sums, int from, int to, float step, float scale, float mu) {
    for (int i = from; i < to; i++) {
      float g = sums[i] * scale;
      float next = mu * v[i] + g + Decaying.FLOOR - Decaying.FLOOR;
      v[i] = next;
      w[i] = w[i] - step * (g + mu * next);
    }
  }
}
