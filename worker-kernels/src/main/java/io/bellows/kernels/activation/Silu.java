package io.bellows.kernels.activation;

import io.bellows.kernels.elementary.Logistic;

/**
 * z·σ(z), σ the logistic function, with derivative σ(z)·(1 + z·σ(−z)); also called swish (Elfwing,
 * Uchibe, Doya, "Sigmoid-weighted linear units for neural network function approximation in
 * reinforcement learning", Neural Networks 107, 2018).
 */
public record Silu() implements Activation {
  /** Below, and above its negative, one factor is next to nothing; the other must be finite. */
  private static final float LOWEST = -100;

  @Override
  public String name() {
    return "silu";
  }

  @Override
  public void apply(float[] z, float[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = Math.max(LOWEST, z[i]) * Logistic.logistic(z[i]);
    }
  }

  @Override
  public void applyWithDerivative(float[] z, float[] a, float[] derivative, int from, int to) {
    apply(z, a, from, to);
    for (int i = from; i < to; i++) {
      float bounded = Math.max(LOWEST, Math.min(-LOWEST, z[i]));
      derivative[i] = Logistic.logistic(z[i]) * (1 + bounded * Logistic.logistic(-z[i]));
    }
  }
}
