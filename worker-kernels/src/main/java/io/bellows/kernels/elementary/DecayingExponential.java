package io.bellows.kernels.elementary;

/**
 * e to the power of x in single precision, for x at most 0, with a relative error below 2⁻²².
 *
 * <p>x = r − k·ln 2 with |r| ≤ ln 2 / 2 and a whole k, and eˣ = 2⁻ᵏ·eʳ (Cody and Waite, "Software
 * manual for the elementary functions", 1980, chapter 6); eʳ by its Taylor polynomial of degree 7,
 * whose rest is below 6·10⁻⁹. 2⁻ᵏ is put together of the binary digits of k, because JDK 17 makes
 * no vector instructions of a loop that looks into the bits of a number.
 *
 * <p>Additions, multiplications, smaller and larger of two, in one fixed order: the bits are the
 * same everywhere, and the JVM makes vector instructions of a loop of them.
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

  /** 2⁻ᵏ for whole k from 0 to 127. */
  private static float powerOfHalf(float k) {
    float below64 = k - 64 * digit(k, 64);
    float below32 = below64 - 32 * digit(below64, 32);
    float below16 = below32 - 16 * digit(below32, 16);
    float below8 = below16 - 8 * digit(below16, 8);
    float below4 = below8 - 4 * digit(below8, 4);
    float below2 = below4 - 2 * digit(below4, 2);
    return factor(digit(k, 64), 0x1p-64f)
        * factor(digit(below64, 32), 0x1p-32f)
        * factor(digit(below32, 16), 0x1p-16f)
        * factor(digit(below16, 8), 0x1p-8f)
        * factor(digit(below8, 4), 0x1p-4f)
        * factor(digit(below4, 2), 0x1p-2f)
        * factor(below2, 0x1p-1f);
  }

  /** 1 where a whole number reaches a place, else 0. */
  private static float digit(float k, float place) {
    return Math.max(0f, Math.min(1f, k - (place - 1)));
  }

  /** The power for the digit 1, and 1 for 0. */
  private static float factor(float digit, float power) {
    return (1 - digit) + digit * power;
  }
}
