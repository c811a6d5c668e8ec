package io.bellows.kernels.optimizer;

import static io.bellows.kernels.Checks.require;

/**
 * Adam (Kingma and Ba, ICLR 2015, algorithm 1), with update number t from 1:
 *
 * <pre>
 *   m ← β₁·m + (1 − β₁)·g
 *   v ← β₂·v + (1 − β₂)·g²
 *   w ← w − rate · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
 * </pre>
 *
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon ε above 0
 */
public record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
  public Adam {
    require(beta1 >= 0 && beta1 < 1, "optimizer.beta1 must be in [0, 1), was %s", beta1);
    require(beta2 >= 0 && beta2 < 1, "optimizer.beta2 must be in [0, 1), was %s", beta2);
    require(epsilon > 0, "optimizer.epsilon must be above 0, was %s", epsilon);
  }

  @Override
  public String name() {
    return "adam";
  }

  @Override
  public int slots() {
    return 2;
  }

  @Override
  public void update(float[] weights, float[] gradient, OptimizerState state, double rate) {
    long t = state.countUpdate();
    float step = (float) (rate / (1 - StrictMath.pow(beta1, t)));
    float secondScale = (float) (1 / Math.sqrt(1 - StrictMath.pow(beta2, t)));
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float rest1 = (float) (1 - beta1);
    float rest2 = (float) (1 - beta2);
    float eps = (float) epsilon;
    float[] m = state.slot(0);
    float[] v = state.slot(1);
    for (int i = 0; i < weights.length; i++) {
      float g = gradient[i];
      m[i] = b1 * m[i] + rest1 * g;
      v[i] = b2 * v[i] + rest2 * g * g;
      weights[i] -= step * m[i] / ((float) Math.sqrt(v[i]) * secondScale + eps);
    }
  }
}
