package io.bellows.kernels.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstantRateTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void new_rateNotAboveZero_isRefused(double rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConstantRate(rate))
        .withMessage("optimizer.learning-rate must be above 0, was " + rate);
  }

  @Test
  void rateAt_anyUpdate_isTheRate() {
    assertThat(new ConstantRate(0.25).rateAt(0, 10)).isEqualTo(0.25);
    assertThat(new ConstantRate(0.25).rateAt(1L << 40, 1L << 50)).isEqualTo(0.25);
  }
}
