package io.bellows.kernels.elementary;

/**
 * The standard normal distribution Φ(x) = (1 + erf(x/√2)) / 2 in single precision, with an error
 * below 2·10⁻⁷, and relative to Φ below 10⁻⁵ down to −13.
 *
 * <p>Φ(−|x|) = e^(−x²/2)·P(t) with t = 1 / (1 + 0.3·|x|), the form of Hastings, "Approximations for
 * digital computers", 1955. P is a fit by least squares for |x| up to 13.1, with weights raised
 * where its relative error was largest; it is 1.2·10⁻⁷ before the coefficients are rounded. Most of
 * the relative error far out is that of x² in the exponent.
 *
 * <p>Without branches, and with the same bits everywhere, as {@link DecayingExponential}.
 */
public final class NormalDistribution {
  private static final float FARTHEST = 13;

  private static final float WIDTH = 0.3f;

  private static final float P1 = 0x1.e9fabcp-4f;
  private static final float P2 = 0x1.eef1e2p-4f;
  private static final float P3 = 0x1.972962p-4f;
  private static final float P4 = 0x1.0ab59p-3f;
  private static final float P5 = -0x1.d17276p-5f;
  private static final float P6 = 0x1.ad8cf2p-3f;
  private static final float P7 = -0x1.45f64ap-3f;
  private static final float P8 = 0x1.281574p-5f;

  private NormalDistribution() {}

  /** Φ(x), the probability of a number below x; that of ±13 beyond. */
  public static float below(float x) {
    float distance = Math.min(FARTHEST, Math.abs(x));
    float t = 1 / (1 + WIDTH * distance);
    float high = P5 + t * (P6 + t * (P7 + t * P8));
    float p = t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * high))));
    float tail = p * DecayingExponential.exp(-0.5f * (distance * distance));
    return Math.max(tail, (1 - tail) * PositiveStep.of(x));
  }
}
