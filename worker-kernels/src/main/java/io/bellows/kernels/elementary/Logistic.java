package io.bellows.kernels.elementary;

/**
 * 1 / (1 + e⁻ˣ) in single precision, with a relative error below 2⁻²¹ down to −87.
 *
 * <p>With e = e^−|x| it is 1 / (1 + e) above 0 and e / (1 + e) below, neither of which overflows.
 * Without branches, and with the same bits everywhere, as {@link DecayingExponential}.
 */
public final class Logistic {
  private Logistic() {}

  /** 1 / (1 + e⁻ˣ). */
  public static float logistic(float x) {
    float e = DecayingExponential.exp(-Math.abs(x));
    float larger = 1 / (1 + e);
    return Math.max(e * larger, larger * PositiveStep.of(x));
  }
}
