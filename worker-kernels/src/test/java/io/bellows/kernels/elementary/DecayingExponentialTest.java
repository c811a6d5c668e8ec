package io.bellows.kernels.elementary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecayingExponentialTest {
  private static final int STRIDE = 997;

  @Test
  void exp_anyNumberDownToTheSmallest_isWithinItsBound() {
    double worst = 0;
    for (int bits = 0; bits <= Float.floatToIntBits(87f); bits += STRIDE) {
      float x = -Float.intBitsToFloat(bits);
      double expected = StrictMath.exp(x);
      worst = Math.max(worst, Math.abs(DecayingExponential.exp(x) / expected - 1));
    }
    assertThat(worst).isLessThan(0x1p-22);
  }

  @Test
  void exp_limits_areThese() {
    float least = DecayingExponential.exp(-87);
    assertThat(DecayingExponential.exp(0)).isEqualTo(1);
    assertThat(DecayingExponential.exp(-0f)).isEqualTo(1);
    assertThat(DecayingExponential.exp(-1000)).isEqualTo(least);
    assertThat(DecayingExponential.exp(Float.NEGATIVE_INFINITY)).isEqualTo(least);
    assertThat(DecayingExponential.exp(Float.NaN)).isNaN();
  }
}
