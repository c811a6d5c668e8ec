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
  public void update(float[] weights, float[] gradient, OptimizerState state, double rate) {
    state.countUpdate();
    float step = (float) rate;
    if (momentum == 0) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] -= step * gradient[i];
      }
      return;
    }
    float[] v = state.slot(0);
    float mu = (float) momentum;
    for (int i = 0; i < weights.length; i++) {
      v[i] = mu * v[i] + gradient[i];
      weights[i] -= step * v[i];
    }
  }
}
