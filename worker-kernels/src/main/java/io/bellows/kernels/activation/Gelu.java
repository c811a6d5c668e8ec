package io.bellows.kernels.activation;

import io.bellows.kernels.elementary.DecayingExponential;
import io.bellows.kernels.elementary.NormalDistribution;

/**
 * z·Φ(z), Φ the standard normal distribution, with derivative Φ(z) + z·φ(z), φ its density
 * (Hendrycks and Gimpel, "Gaussian error linear units", 2016). The exact form, not that by tanh.
 */
public record Gelu() implements Activation {
  /** Below, and above its negative, φ and the tail of Φ are next to nothing. */
  private static final float LOWEST = -13;

  private static final float DENSITY_AT_0 = 0.39894228f;

  @Override
  public String name() {
    return "gelu";
  }

  @Override
  public void apply(float[] z, float[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = Math.max(LOWEST, z[i]) * NormalDistribution.below(z[i]);
    }
  }

  @Override
  public void applyWithDerivative(float[] z, float[] a, float[] derivative, int from, int to) {
    apply(z, a, from, to);
    for (int i = from; i < to; i++) {
      float bounded = Math.max(LOWEST, Math.min(-LOWEST, z[i]));
      float density = DENSITY_AT_0 * DecayingExponential.exp(-0.5f * (bounded * bounded));
      derivative[i] = NormalDistribution.below(z[i]) + bounded * density;
    }
  }
}
