package io.bellows.kernels.elementary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogisticTest {
  private static final int STRIDE = 1_009;

  @Test
  void logistic_anyNumberDownToTheSmallest_isWithinItsBound() {
    double worst = 0;
    for (int bits = 0; bits <= Float.floatToIntBits(87f); bits += STRIDE) {
      float x = Float.intBitsToFloat(bits);
      for (float each : new float[] {x, -x}) {
        double expected = 1 / (1 + StrictMath.exp(-(double) each));
        worst = Math.max(worst, Math.abs(Logistic.logistic(each) / expected - 1));
      }
    }
    assertThat(worst).isLessThan(0x1p-21);
  }

  @Test
  void logistic_limits_areThese() {
    assertThat(Logistic.logistic(0)).isEqualTo(0.5f);
    assertThat(Logistic.logistic(1000)).isEqualTo(1);
    assertThat(Logistic.logistic(Float.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(Logistic.logistic(Float.NEGATIVE_INFINITY)).isBetween(0f, 2e-38f);
    assertThat(Logistic.logistic(Float.NaN)).isNaN();
  }
}
