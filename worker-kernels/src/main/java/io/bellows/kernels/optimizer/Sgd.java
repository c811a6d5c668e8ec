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
      return (weights, slots, at, sums, from, length) ->
          descend(weights, at, sums, from, length, step, scale);
    }
    float mu = (float) momentum;
    return (weights, slots, at, sums, from, length) ->
        descend(weights, slots[0], at, sums, from, length, step, scale, mu);
  }

  private static void descend(
      float[] w, int at, float[] sums, int from, int length, float step, float scale) {
    for (int i = 0; i < length; i++) {
      w[at + i] -= step * (sums[from + i] * scale);
    }
  }

  private static void descend(
      float[] w,
      float[] v,
      int at,
      float[] sums,
      int from,
      int length,
      float step,
      float scale,
      float mu) {
    for (int i = 0; i < length; i++) {
      float next = mu * v[at + i] + sums[from + i] * scale;
      v[at + i] = next + Decaying.FLOOR - Decaying.FLOOR;
      w[at + i] -= step * v[at + i];
    }
  }
}
