package io.bellows.kernels.optimizer;

import static io.bellows.kernels.optimizer.OptimizerChecks.requireDecay;
import static io.bellows.kernels.optimizer.OptimizerChecks.requireEpsilon;

/**
 * Adadelta (Zeiler, arXiv 1212.5701, 2012, algorithm 1), with a rate as in PyTorch:
 *
 * <pre>
 *   v ← ρ·v + (1 − ρ)·g²
 *   Δ = √(u + ε) / √(v + ε) · g
 *   u ← ρ·u + (1 − ρ)·Δ²
 *   w ← w − rate·Δ
 * </pre>
 *
 * @param rho ρ in [0, 1)
 * @param epsilon ε above 0
 */
public record Adadelta(double rho, double epsilon) implements Optimizer {
  public Adadelta {
    requireDecay("rho", rho);
    requireEpsilon(epsilon);
  }

  @Override
  public String name() {
    return "adadelta";
  }

  @Override
  public int slots() {
    return 2;
  }

  @Override
  public Step step(long number, double rate, float scale) {
    Constants constants =
        new Constants((float) rate, scale, (float) rho, (float) (1 - rho), (float) epsilon);
    return (weights, slots, sums, from, to) ->
        update(weights, slots[0], slots[1], sums, from, to, constants);
  }

  private record Constants(float step, float scale, float rho, float rest, float epsilon) {}

  private static void update(
      float[] w, float[] v, float[] u, float[] sums, int from, int to, Constants c) {
    float step = c.step;
    float scale = c.scale;
    float rho = c.rho;
    float rest = c.rest;
    float epsilon = c.epsilon;
    for (int i = from; i < to; i++) {
      float g = sums[i] * scale;
      float second = Decaying.meanSquare(v[i], rho, g, rest);
      float delta = (float) Math.sqrt(u[i] + epsilon) / (float) Math.sqrt(second + epsilon) * g;
      float moved = Decaying.meanSquare(u[i], rho, delta, rest);
      v[i] = second;
      u[i] = moved;
      w[i] = w[i] - step * delta;
    }
  }
}
