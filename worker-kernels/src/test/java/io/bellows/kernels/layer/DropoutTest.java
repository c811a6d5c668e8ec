package io.bellows.kernels.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.layer.Dropout.Scaling;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void new_inputRateOutsideRange_isRefused(double rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dropout(rate, List.of(), Scaling.INVERTED))
        .withMessage("dropout.input must be in [0, 1), was " + rate);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void new_hiddenRateOutsideRange_isRefused(double rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dropout(0.2, List.of(0.5, rate), Scaling.CLASSIC))
        .withMessage("dropout.hidden must be in [0, 1), was " + rate);
  }

  @Test
  void rateAt_placeZero_isTheInputRateAndFurtherPlacesTheHiddenOnes() {
    Dropout dropout = new Dropout(0.2, List.of(0.5, 0.25), Scaling.INVERTED);
    assertThat(dropout.rateAt(0)).isEqualTo(0.2);
    assertThat(dropout.rateAt(1)).isEqualTo(0.5);
    assertThat(dropout.rateAt(2)).isEqualTo(0.25);
  }

  @Test
  void none_anyDepth_dropsNothing() {
    Dropout none = Dropout.none(3);
    assertThat(none.inputRate()).isZero();
    assertThat(none.hiddenRates()).containsExactly(0.0, 0.0, 0.0);
  }

  @Test
  void new_listChangedAfterwards_keepsItsRates() {
    List<Double> rates = new ArrayList<>(List.of(0.5));
    Dropout dropout = new Dropout(0, rates, Scaling.INVERTED);
    rates.set(0, 0.9);
    assertThat(dropout.hiddenRates()).containsExactly(0.5);
  }
}
