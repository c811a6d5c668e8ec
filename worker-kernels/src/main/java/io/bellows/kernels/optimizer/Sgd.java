package io.bellows.kernels.optimizer;

import static io.bellows.kernels.Checks.require;

/**
 * Gradient descent with classical momentum μ (Polyak 1964; Sutskever, Martens, Dahl, Hinton, ICML
 * 2013):
 *
 * <pre>
 *   v ← μ·v + g
 *   w ← w − rate·v
 * </pre>
 *
 * <p>With μ = 0 there is no v, and w ← w − rate·g. As in PyTorch the rate multiplies v when v is
 * used, so a change of the rate acts on all of v at once.
 *
 * @param momentum μ in [0, 1)
 */
public record Sgd(double momentum) implements Optimizer {
  public Sgd {
    require(
        momentum >= 0 && momentum < 1, "optimizer.momentum must be in [0, 1), was %s", momentum);
  }

  @Override
  public String name() {
    return "sgd";
  }

  @Override
  public int slots() {
    return momentum == 0 ? 0 : 1;
  }

  @Override
  public Step step(long number, double rate, float scale) {
    float step = (float) rate;
    if (momentum == 0) {
      return (weights, slots, sums, from, to) -> descend(weights, sums, from, to, step, scale);
    }
    float mu = (float) momentum;
    return (weights, slots, sums, from, to) ->
        descend(weights, slots[0], sums, from, to, step, scale, mu);
  }

  private static void descend(float[] w, float[] sums, int from, int to, float step, float scale) {
    for (int i = from; i < to; i++) {
      w[i] -= step * (sums[i] * scale);
    }
  }

  private static void descend(
      float[] w, float[] v, float[] sums, int from, int to, float step, float scale, float mu) {
    for (int i = from; i < to; i++) {
      float next = mu * v[i] + sums[i] * scale + Decaying.FLOOR - Decaying.FLOOR;
      v[i] = next;
      w[i] = w[i] - step * next;
    }
  }
}
