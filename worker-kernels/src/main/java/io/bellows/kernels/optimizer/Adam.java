package io.bellows.kernels.optimizer;

import static io.bellows.kernels.optimizer.OptimizerChecks.requireDecay;
import static io.bellows.kernels.optimizer.OptimizerChecks.requireEpsilon;

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
    requireDecay("beta1", beta1);
    requireDecay("beta2", beta2);
    requireEpsilon(epsilon);
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
  public Step step(long number, double rate, float scale) {
    Constants constants =
        new Constants(
            (float) (rate / (1 - StrictMath.pow(beta1, number))),
            (float) (1 / Math.sqrt(1 - StrictMath.pow(beta2, number))),
            (float) beta1,
            (float) (1 - beta1),
            (float) beta2,
            (float) (1 - beta2),
            (float) epsilon,
            scale);
    return (weights, slots, sums, from, to) ->
        update(weights, slots[0], slots[1], sums, from, to, constants);
  }

  private record Constants(
      float step,
      float secondScale,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float epsilon,
      float scale) {}

  private static void update(
      float[] w, float[] m, float[] v, float[] sums, int from, int to, Constants c) {
    float step = c.step;
    float secondScale = c.secondScale;
    float beta1 = c.beta1;
    float rest1 = c.rest1;
    float beta2 = c.beta2;
    float rest2 = c.rest2;
    float epsilon = c.epsilon;
    float scale = c.scale;
    for (int i = from; i < to; i++) {
      float g = sums[i] * scale;
      float first = Decaying.mean(m[i], beta1, g, rest1);
      float second = Decaying.meanSquare(v[i], beta2, g, rest2);
      m[i] = first;
      v[i] = second;
      w[i] = w[i] - step * first / ((float) Math.sqrt(second) * secondScale + epsilon);
    }
  }
}
