package io.bellows.kernels.optimizer;

import static io.bellows.kernels.optimizer.OptimizerChecks.requireDecay;
import static io.bellows.kernels.optimizer.OptimizerChecks.requireEpsilon;

/**
 * Adam with Nesterov's momentum (Dozat, "Incorporating Nesterov momentum into Adam", ICLR 2016
 * workshop, algorithm 2; with the schedule of μ that PyTorch and Keras have), update number t from
 * 1:
 *
 * <pre>
 *   μₜ = β₁·(1 − 0.5·0.96^(0.004·t)),  Πₜ = μ₁·…·μₜ
 *   m ← β₁·m + (1 − β₁)·g
 *   v ← β₂·v + (1 − β₂)·g²
 *   w ← w − rate · (μₜ₊₁·m / (1 − Πₜ₊₁) + (1 − μₜ)·g / (1 − Πₜ)) / (√(v / (1 − β₂ᵗ)) + ε)
 * </pre>
 *
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon ε above 0
 */
public record Nadam(double beta1, double beta2, double epsilon) implements Optimizer {
  private static final double DECAY = 0.96;
  private static final double DECAY_PER_UPDATE = 0.004;

  /** Below it, 1 − Π is 1 exactly. */
  private static final double NEGLIGIBLE = 0x1p-54;

  public Nadam {
    requireDecay("beta1", beta1);
    requireDecay("beta2", beta2);
    requireEpsilon(epsilon);
  }

  @Override
  public String name() {
    return "nadam";
  }

  @Override
  public int slots() {
    return 2;
  }

  @Override
  public Step step(long number, double rate, float scale) {
    double product = productOfMu(number);
    double nextMu = mu(StrictMath.pow(DECAY, DECAY_PER_UPDATE * (number + 1)));
    double thisMu = mu(StrictMath.pow(DECAY, DECAY_PER_UPDATE * number));
    Constants constants =
        new Constants(
            (float) (rate * nextMu / (1 - product * nextMu)),
            (float) (rate * (1 - thisMu) / (1 - product)),
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

  private double mu(double decayed) {
    return beta1 * (1 - 0.5 * decayed);
  }

  /** Πₜ, or 0 from where it makes no difference. */
  private double productOfMu(long number) {
    double perUpdate = StrictMath.pow(DECAY, DECAY_PER_UPDATE);
    double decayed = 1;
    double product = 1;
    for (long t = 1; t <= number && product > NEGLIGIBLE; t++) {
      decayed *= perUpdate;
      product *= mu(decayed);
    }
    return product > NEGLIGIBLE ? product : 0;
  }

  private record Constants(
      float momentStep,
      float gradientStep,
      float secondScale,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float epsilon,
      float scale) {}

  private static void update(
      float[] w, float[] m, float[] v, float[] sums, int from, int to, Constants c) {
    float momentStep = c.momentStep;
    float gradientStep = c.gradientStep;
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
      float root = (float) Math.sqrt(second) * secondScale + epsilon;
      w[i] = w[i] - (momentStep * first + gradientStep * g) / root;
    }
  }
}
