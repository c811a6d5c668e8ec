package io.bellows.kernels.optimizer;

import static io.bellows.kernels.optimizer.OptimizerChecks.requireEpsilon;

/**
 * Adagrad (Duchi, Hazan, Singer, JMLR 12, 2011, diagonal form; ε outside the root, as in PyTorch):
 *
 * <pre>
 *   v ← v + g²
 *   w ← w − rate · g / (√v + ε)
 * </pre>
 *
 * @param epsilon ε above 0
 */
public record Adagrad(double epsilon) implements Optimizer {
  public Adagrad {
    requireEpsilon(epsilon);
  }

  @Override
  public String name() {
    return "adagrad";
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public Step step(long number, double rate, float scale) {
    float step = (float) rate;
    float floor = (float) epsilon;
    return (weights, slots, sums, from, to) ->
        update(weights, slots[0], sums, from, to, step, scale, floor);
  }

  private static void update(
      float[] w,
      float[] v,
      float[] sums,
      int from,
      int to,
      float step,
      float scale,
      float epsilon) {
    for (int i = from; i < to; i++) {
      float g = sums[i] * scale;
      // Tiny squares do no good to the sum, and cost much as subnormal numbers.
      float second = v[i] + g * g + Decaying.SQUARE_FLOOR - Decaying.SQUARE_FLOOR;
      v[i] = second;
      w[i] = w[i] - step * g / ((float) Math.sqrt(second) + epsilon);
    }
  }
}
