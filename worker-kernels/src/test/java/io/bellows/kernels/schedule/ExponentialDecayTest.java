package io.bellows.kernels.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExponentialDecayTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void new_rateNotAboveZero_isRefused(double rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExponentialDecay(rate, 0.5))
        .withMessage("optimizer.learning-rate must be above 0, was " + rate);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.5, Double.NaN})
  void new_finalFractionOutsideRange_isRefused(double fraction) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExponentialDecay(1, fraction))
        .withMessage(
            "optimizer.schedule.final-fraction must be above 0 and at most 1, was " + fraction);
  }

  /** To a sixteenth in four updates: half of it each time. */
  @Test
  void rateAt_eachUpdate_isTheSameFactorSmaller() {
    ExponentialDecay decay = new ExponentialDecay(8, 0.0625);
    assertThat(LongStream.rangeClosed(0, 4).mapToDouble(update -> decay.rateAt(update, 4)))
        .containsExactly(8.0, 4.0, 2.0, 1.0, 0.5);
  }

  /** Ten updates of a thousand of them: 0.01^(10/1000), by a calculator. */
  @Test
  void rateAt_partOfALongBudget_isAPower() {
    assertThat(new ExponentialDecay(1, 0.01).rateAt(10, 1_000))
        .isEqualTo(0.954992586021436, within(1e-15));
  }

  @Test
  void rateAt_finalFractionOne_isConstant() {
    ExponentialDecay decay = new ExponentialDecay(0.3, 1);
    assertThat(decay.rateAt(7, 10)).isEqualTo(0.3);
  }
}
