package io.bellows.kernels.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClippingTest {
  private final Clipping byNorm = new Clipping(Clipping.By.NORM, 2);

  @Test
  void factor_normAboveTheLimit_bringsItThere() {
    assertThat(byNorm.factor(8)).isEqualTo(0.25);
  }

  @Test
  void factor_normWithinTheLimit_isOne() {
    assertThat(byNorm.factor(2)).isEqualTo(1);
    assertThat(byNorm.factor(0)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void factor_normNotFinite_isOne(double norm) {
    assertThat(byNorm.factor(norm)).isEqualTo(1);
  }

  @Test
  void factor_byValueOrNone_isOne() {
    assertThat(new Clipping(Clipping.By.VALUE, 2).factor(8)).isEqualTo(1);
    assertThat(Clipping.NONE.factor(8)).isEqualTo(1);
  }

  @Test
  void largestValue_byValueAlone_isTheLimit() {
    assertThat(new Clipping(Clipping.By.VALUE, 2).largestValue()).isEqualTo(2);
    assertThat(byNorm.largestValue()).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Clipping.NONE.largestValue()).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void new_limitNotAboveZero_isRefused(double limit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Clipping(Clipping.By.NORM, limit))
        .withMessage("training.clipping needs a limit above 0, was " + limit);
  }
}
