package io.bellows.kernels.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AveragingTest {
  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void exponential_decayNotBelowOne_isRefused(double decay) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExponentialAverage(decay))
        .withMessage("training.average.decay must be at least 0 and below 1, was " + decay);
  }

  @Test
  void epochs_startBeforeTheFirst_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EpochAverage(-1))
        .withMessage("training.average.start-epoch must be at least 0, was -1");
  }

  @ParameterizedTest
  @CsvSource({"100, 75", "8, 6", "5, 3", "3, 2", "1, 0", "2147483647, 1610612735"})
  void ofLastQuarter_ofEpochs_hasOneAtLeast(int maxEpochs, int start) {
    EpochAverage average = EpochAverage.ofLastQuarter(maxEpochs);
    assertThat(average.startEpoch()).isEqualTo(start);
    assertThat(average.counts(maxEpochs - 1)).isTrue();
    assertThat(average.counts(start - 1)).isFalse();
  }

  /** 1 − 0.9999 is no float: decay · mean + (1 − decay) · w would drift. */
  @Test
  void exponential_weightsThatStay_areTheirMean() {
    float[] mean = new float[2];
    for (int update = 0; update < 1_000; update++) {
      new ExponentialAverage(0.9999).add(mean, new float[] {0.1f, 3e7f}, update == 0, 0, 2);
    }
    assertThat(mean).containsExactly(0.1f, 3e7f);
  }
}
