package io.bellows.kernels.optimizer;

import static io.bellows.kernels.optimizer.OptimizerChecks.requireDecay;
import static io.bellows.kernels.optimizer.OptimizerChecks.requireEpsilon;

/**
 * LAMB (You et al., "Large batch optimization for deep learning: training BERT in 76 minutes", ICLR
 * 2020, arXiv 1904.00962, algorithm 2, with the identity as φ), with update number t from 1:
 *
 * <pre>
 *   m ← β₁·m + (1 − β₁)·g
 *   v ← β₂·v + (1 − β₂)·g²
 *   r = (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε) + decay·w
 *   w ← w − rate · (‖w‖ / ‖r‖) · r
 * </pre>
 *
 * <p>Norms are over a layer's matrix of weights, and the ratio is 1 where one of them is 0. Biases,
 * gains and shifts have neither ratio nor decay, which leaves Adam's step, as is usual and not in
 * the paper.
 *
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon ε above 0
 */
public record Lamb(double beta1, double beta2, double epsilon) implements LayerwiseOptimizer {
  public Lamb {
    requireDecay("beta1", beta1);
    requireDecay("beta2", beta2);
    requireEpsilon(epsilon);
  }

  @Override
  public String name() {
    return "lamb";
  }

  @Override
  public int slots() {
    return 2;
  }

  @Override
  public Step step(long number, double rate, float scale) {
    return new Adam(beta1, beta2, epsilon).step(number, rate, scale);
  }

  @Override
  public Direction direction(long number, double decay) {
    Constants constants =
        new Constants(
            (float) (1 / (1 - StrictMath.pow(beta1, number))),
            (float) (1 / Math.sqrt(1 - StrictMath.pow(beta2, number))),
            (float) beta1,
            (float) (1 - beta1),
            (float) beta2,
            (float) (1 - beta2),
            (float) epsilon,
            (float) decay);
    return (weights, slots, numbers, from, to) ->
        direct(weights, slots[0], slots[1], numbers, from, to, constants);
  }

  /** 1, too, where a norm is not finite, so that a run that diverges is seen to do so. */
  @Override
  public double ratio(double weightNorm, double directionNorm) {
    boolean isUsable = isUsable(weightNorm) && isUsable(directionNorm);
    return isUsable ? weightNorm / directionNorm : 1;
  }

  private static boolean isUsable(double norm) {
    return norm > 0 && norm <= Double.MAX_VALUE;
  }

  private record Constants(
      float firstScale,
      float secondScale,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float epsilon,
      float decay) {}

  private static void direct(
      float[] w, float[] m, float[] v, float[] numbers, int from, int to, Constants c) {
    float firstScale = c.firstScale;
    float secondScale = c.secondScale;
    float beta1 = c.beta1;
    float rest1 = c.rest1;
    float beta2 = c.beta2;
    float rest2 = c.rest2;
    float epsilon = c.epsilon;
    float decay = c.decay;
    for (int i = from; i < to; i++) {
      float g = numbers[i];
      float first = Decaying.mean(m[i], beta1, g, rest1);
      float second = Decaying.meanSquare(v[i], beta2, g, rest2);
      m[i] = first;
      v[i] = second;
      numbers[i] =
          first * firstScale / ((float) Math.sqrt(second) * secondScale + epsilon) + decay * w[i];
    }
  }
}
