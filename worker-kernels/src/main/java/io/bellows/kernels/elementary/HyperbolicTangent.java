package io.bellows.kernels.elementary;

/**
 * tanh x in single precision, with an error below 2 units in the last place.
 *
 * <p>With T = tanh(h) and h = x/2, tanh x = 2T / (1 + T²), whose slope by T falls to 0 where T
 * nears 1, so that errors of T fade; T = h − h·h²·N(h²)/D(h²). N and D are a fit by least squares
 * for h up to 4.6, with weights raised where T's relative error was largest; it is 6·10⁻¹⁰ before
 * the coefficients are rounded. Both formulas take away a part of what they begin with, which
 * rounds less than a product with the quotient would.
 *
 * <p>Additions, multiplications, divisions, smaller and larger of two, in one fixed order: the bits
 * are the same everywhere, and the JVM makes vector instructions of a loop of them.
 */
public final class HyperbolicTangent {
  /** From here on the result is 1 exactly. */
  private static final float LARGEST = 9.375f;

  private static final float QUARTER = 0.25f;

  private static final float N0 = 0x1.555556p-2f;
  private static final float N1 = 0x1.63f512p-6f;
  private static final float N2 = 0x1.180636p-12f;
  private static final float N3 = 0x1.929956p-22f;

  private static final float D1 = 0x1.dc578ap-2f;
  private static final float D2 = 0x1.991152p-6f;
  private static final float D3 = 0x1.27ca7cp-12f;
  private static final float D4 = 0x1.929956p-22f;

  private HyperbolicTangent() {}

  /** tanh x; −0 for −0. */
  public static float tanh(float x) {
    float z = Math.max(-LARGEST, Math.min(LARGEST, x));
    float h2 = QUARTER * (z * z);
    float n = N0 + h2 * (N1 + h2 * (N2 + h2 * N3));
    float d = 1 + h2 * (D1 + h2 * (D2 + h2 * (D3 + h2 * D4)));
    float twice = lessened(z, h2 * n / d);
    float t2 = QUARTER * (twice * twice);
    return Math.max(-1f, Math.min(1f, lessened(twice, t2 / (1 + t2))));
  }

  /** x − part·x; x + (−part)·x with 0 for −0, which leaves −0 what it is. */
  private static float lessened(float x, float part) {
    return x + x * (0 - part);
  }
}
