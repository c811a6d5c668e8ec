package io.bellows.kernels.elementary;

/**
 * e to the power of x in double precision, with an error below 2 units in the last place.
 *
 * <p>x = n·ln 2 + r with |r| ≤ ln 2 / 2, and eˣ = 2ⁿ·eʳ (Cody and Waite, "Software manual for the
 * elementary functions", 1980, chapter 6); eʳ by its Taylor polynomial of degree 13, whose rest is
 * below 5·10⁻¹⁸. Additions and multiplications only, in one fixed order, so that the bits are the
 * same everywhere.
 */
public final class Exponential {
  private static final double SMALLEST = -708;
  private static final double LARGEST = 709;
  private static final double LOG2_E = 1.4426950408889634;

  /** ln 2 in two parts; n times the first is exact. */
  private static final double LN_2_HIGH = 0x1.62e42feep-1;

  private static final double LN_2_LOW = 0x1.a39ef35793c76p-33;

  /** Added and taken away again, it rounds to a whole number. */
  private static final double ROUNDING = 0x1.8p52;

  private static final int EXPONENT_BIAS = 1023;
  private static final int EXPONENT_SHIFT = 52;

  private Exponential() {}

  /** eˣ; 0 below −708, where the result would lose digits, and infinity above 709. */
  public static double exp(double x) {
    if (x < SMALLEST) {
      return 0;
    }
    if (x > LARGEST) {
      return Double.POSITIVE_INFINITY;
    }
    double n = x * LOG2_E + ROUNDING - ROUNDING;
    double r = x - n * LN_2_HIGH - n * LN_2_LOW;
    long power = (long) n + EXPONENT_BIAS << EXPONENT_SHIFT;
    return polynomial(r) * Double.longBitsToDouble(power);
  }

  /** Pairs of terms by powers of r² (Estrin), which a processor computes side by side. */
  private static double polynomial(double r) {
    double r2 = r * r;
    double r4 = r2 * r2;
    double r8 = r4 * r4;
    double low = (1 + r) + r2 * (1 / 2.0 + r * (1 / 6.0));
    double middle = (1 / 24.0 + r * (1 / 120.0)) + r2 * (1 / 720.0 + r * (1 / 5_040.0));
    double high =
        (1 / 40_320.0 + r * (1 / 362_880.0)) + r2 * (1 / 3_628_800.0 + r * (1 / 39_916_800.0));
    double highest = 1 / 479_001_600.0 + r * (1 / 6_227_020_800.0);
    return low + r4 * middle + r8 * (high + r4 * highest);
  }
}
