package io.bellows.kernels.activation;

import io.bellows.kernels.elementary.HyperbolicTangent;

/**
 * z above 0, else eᶻ − 1, with derivative 1 or eᶻ (Clevert, Unterthiner, Hochreiter, "Fast and
 * accurate deep network learning by exponential linear units", ICLR 2016, with α = 1).
 */
public record Elu() implements Activation {
  @Override
  public String name() {
    return "elu";
  }

  @Override
  public void apply(float[] z, float[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = Math.max(0f, z[i]) + lessOne(Math.min(0f, z[i]));
    }
  }

  @Override
  public void applyWithDerivative(float[] z, float[] a, float[] derivative, int from, int to) {
    apply(z, a, from, to);
    for (int i = from; i < to; i++) {
      derivative[i] = Math.min(0f, a[i]) + 1;
    }
  }

  /** eᶻ − 1 for z ≤ 0, as 2t / (1 − t) with t = tanh(z/2), which takes nothing near away. */
  private static float lessOne(float z) {
    float t = HyperbolicTangent.tanh(0.5f * z);
    return 2 * t / (1 - t);
  }
}
