package io.bellows.kernels.elementary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExponentialTest {
  /** StrictMath's is within 1 unit in the last place; ours must be within 2 of the true value. */
  @Test
  void exp_anyNumber_isWithinThreeUnitsOfStrictMaths() {
    Random random = new Random(1);
    double worst = 0;
    for (int i = 0; i < 1_000_000; i++) {
      double x = i % 2 == 0 ? 709 * (2 * random.nextDouble() - 1) : -20 * random.nextDouble();
      x = Math.max(x, -708);
      double expected = StrictMath.exp(x);
      worst = Math.max(worst, Math.abs(Exponential.exp(x) - expected) / Math.ulp(expected));
    }
    assertThat(worst).isLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-0.0, 1", "-709, 0", "-Infinity, 0", "710, Infinity", "Infinity, Infinity"})
  void exp_limits_areThese(double x, double expected) {
    assertThat(Exponential.exp(x)).isEqualTo(expected);
  }

  @Test
  void exp_nan_isNan() {
    assertThat(Exponential.exp(Double.NaN)).isNaN();
  }

  @Test
  void exp_growingNumbers_neverFalls() {
    double before = 0;
    for (double x = -1; x < 1; x += 0x1p-18) {
      double value = Exponential.exp(x);
      assertThat(value).isGreaterThanOrEqualTo(before);
      before = value;
    }
  }
}
