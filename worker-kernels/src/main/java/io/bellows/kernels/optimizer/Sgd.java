package io.bellows.kernels.optimizer;

import static io.bellows.kernels.Checks.require;
import static io.bellows.kernels.optimizer.OptimizerChecks.requireDecay;

import io.bellows.kernels.InvalidConfigException;

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
 * <p>μ may be raised linearly over the first updates, from one to the next by the same amount, as
 * Sutskever et al. and Srivastava et al. (2014, appendix A.2) do: while the weights are far from
 * good, a long memory of gradients hurts.
 *
 * @param momentum μ in [0, 1)
 * @param initialMomentum μ of the first update, at most {@code momentum}
 * @param momentumWarmUp updates after which μ is {@code momentum}, at least 0
 */
public record Sgd(double momentum, double initialMomentum, long momentumWarmUp)
    implements Optimizer {
  public Sgd {
    requireDecay("momentum", momentum);
    requireDecay("initial-momentum", initialMomentum);
    require(
        momentumWarmUp >= 0,
        "optimizer.momentum-warm-up must be at least 0, was %d",
        momentumWarmUp);
    if (initialMomentum > momentum) {
      throw new InvalidConfigException(
          String.format(
              "Cannot raise momentum from %s to %s: expected optimizer.initial-momentum to be at most optimizer.momentum; lower it, or set optimizer.momentum-warm-up = 0",
              initialMomentum, momentum));
    }
  }

  /** With the same momentum from the start. */
  public Sgd(double momentum) {
    this(momentum, momentum, 0);
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
    float mu = (float) momentumAt(number);
    return (weights, slots, sums, from, to) ->
        descend(weights, slots[0], sums, from, to, step, scale, mu);
  }

  /** μ of an update, counted from 1. */
  double momentumAt(long number) {
    return number > momentumWarmUp
        ? momentum
        : initialMomentum + (momentum - initialMomentum) * (number - 1) / momentumWarmUp;
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
