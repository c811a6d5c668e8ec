package io.bellows.kernels.elementary;

/**
 * e to the power of x in single precision, for x at most 0, with a relative error below 2⁻²².
 *
 * <p>x = r − k·ln 2 with |r| ≤ ln 2 / 2 and a whole k, and eˣ = 2⁻ᵏ·eʳ (Cody and Waite, "Software
 * manual for the elementary functions", 1980, chapter 6); eʳ by its Taylor polynomial of degree 7,
 * whose rest is below 6·10⁻⁹.
 *
 * <p>Additions, multiplications, smaller and larger of two, in one fixed order: the bits are the
 * same everywhere.
 */
public final class DecayingExponential {
  /** Below, the result would lose digits; it stays what it is here. */
  private static final float SMALLEST = -87;

  private static final float LOG2_E = 1.44269504f;

  /** ln 2 in two parts; k times the first is exact. */
  private static final float LN_2_HIGH = 0x1.62e4p-1f;

  private static final float LN_2_LOW = 0x1.7f7d1cp-20f;

  /** Added and taken away again, it rounds to a whole number. */
  private static final float ROUNDING = 0x1.8p23f;

  private static final int EXPONENT_BIAS = 127;
  private static final int EXPONENT_SHIFT = 23;

  private DecayingExponential() {}

  /** eˣ for x ≤ 0; that of −87, 1.6·10⁻³⁸, below −87. */
  public static float exp(float x) {
    float z = Math.max(SMALLEST, x);
    float k = ROUNDING - (z * LOG2_E + ROUNDING);
    float r = z + k * LN_2_HIGH + k * LN_2_LOW;
    return polynomial(r) * powerOfHalf(k);
  }

  private static float polynomial(float r) {
    float high = 1 / 120f + r * (1 / 720f + r * (1 / 5_040f));
    return 1 + (r + r * r * (0.5f + r * (1 / 6f + r * (1 / 24f + r * high))));
  }

  /** 2⁻ᵏ for whole k from 0 to 126. */
  private static float powerOfHalf(float k) {
    return Float.intBitsToFloat(EXPONENT_BIAS - (int) k << EXPONENT_SHIFT);
  }
}
