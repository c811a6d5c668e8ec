package io.bellows.kernels.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaxNormTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, -2, 1e-30, 1e30, Double.NaN, Double.POSITIVE_INFINITY})
  void new_limitWhoseSquareIsLost_isRefused(double limit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaxNorm(limit))
        .withMessage("training.max-norm must be a number from 1e-18 to 1e18, was " + limit);
  }

  @Test
  void new_usualLimit_isKept() {
    assertThat(new MaxNorm(2).limit()).isEqualTo(2);
  }
}
