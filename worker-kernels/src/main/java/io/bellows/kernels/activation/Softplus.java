package io.bellows.kernels.activation;

import io.bellows.kernels.elementary.DecayingExponential;
import io.bellows.kernels.elementary.Logistic;

/**
 * log(1 + eᶻ), with derivative 1 / (1 + e⁻ᶻ) (Dugas, Bengio, Bélisle, Nadeau, Garcia,
 * "Incorporating second-order functional knowledge for better option pricing", NIPS 2000).
 */
public record Softplus() implements Activation {
  @Override
  public String name() {
    return "softplus";
  }

  @Override
  public void apply(float[] z, float[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = Math.max(0f, z[i]) + logOfOnePlus(DecayingExponential.exp(-Math.abs(z[i])));
    }
  }

  @Override
  public void applyWithDerivative(float[] z, float[] a, float[] derivative, int from, int to) {
    apply(z, a, from, to);
    for (int i = from; i < to; i++) {
      derivative[i] = Logistic.logistic(z[i]);
    }
  }

  /**
   * log(1 + e) for e from 0 to 1, as 2·artanh(s) with s = e / (2 + e) ≤ 1/3, whose series is cut
   * off at a relative error of 3·10⁻⁹.
   */
  private static float logOfOnePlus(float e) {
    float s = e / (2 + e);
    float s2 = s * s;
    float high = 1 / 9f + s2 * (1 / 11f + s2 * (1 / 13f + s2 * (1 / 15f)));
    return 2 * s + 2 * s * s2 * (1 / 3f + s2 * (1 / 5f + s2 * (1 / 7f + s2 * high)));
  }
}
