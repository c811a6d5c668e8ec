package io.bellows.kernels.elementary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HyperbolicTangentTest {
  private static final float BEYOND = 10;

  /** Every 61st number from the smallest to 10: two million numbers of each power of ten. */
  private static final int STRIDE = 61;

  private static final int NUMBERS = Float.floatToIntBits(BEYOND) / STRIDE;

  @Test
  void tanh_anyNumber_isWithinTwoUnitsOfTheTrueValue() {
    double worst = 0;
    int compared = 0;
    for (int bits = 0; bits < Float.floatToIntBits(BEYOND); bits += STRIDE) {
      float x = Float.intBitsToFloat(bits);
      double expected = StrictMath.tanh((double) x);
      double error = Math.abs(HyperbolicTangent.tanh(x) - expected);
      worst = Math.max(worst, error / Math.ulp(Math.min((float) expected, Math.nextDown(1f))));
      compared++;
    }
    assertThat(worst).isLessThan(2);
    assertThat(compared).isGreaterThanOrEqualTo(NUMBERS);
  }

  @Test
  void tanh_negative_isTheNegative() {
    for (int bits = 0; bits < Float.floatToIntBits(BEYOND); bits += 100 * STRIDE) {
      float x = Float.intBitsToFloat(bits);
      assertThat(Float.floatToRawIntBits(HyperbolicTangent.tanh(-x)))
          .isEqualTo(Float.floatToRawIntBits(-HyperbolicTangent.tanh(x)));
    }
  }

  /** The last ones are subnormal. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0.0",
    "9.375, 1",
    "10, 1",
    "3.4e38, 1",
    "-3.4e38, -1",
    "Infinity, 1",
    "-Infinity, -1",
    "1e-6, 1e-6",
    "1.2e-38, 1.2e-38",
    "1e-40, 1e-40",
    "1.4e-45, 1.4e-45"
  })
  void tanh_limits_areThese(float x, float expected) {
    assertThat(Float.floatToRawIntBits(HyperbolicTangent.tanh(x)))
        .isEqualTo(Float.floatToRawIntBits(expected));
  }

  @Test
  void tanh_nan_isNan() {
    assertThat(HyperbolicTangent.tanh(Float.NaN)).isNaN();
  }

  @Test
  void tanh_anyNumber_isAtMostOne() {
    for (int bits = 0; bits <= Float.floatToIntBits(Float.POSITIVE_INFINITY); bits += 100_003) {
      assertThat(HyperbolicTangent.tanh(Float.intBitsToFloat(bits))).isBetween(0f, 1f);
    }
  }
}
