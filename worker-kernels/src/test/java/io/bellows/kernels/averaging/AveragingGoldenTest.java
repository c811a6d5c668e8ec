package io.bellows.kernels.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellows.kernels.Golden;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the averages that PyTorch forms of the same weights. */
class AveragingGoldenTest {
  private static final JsonNode GOLDEN = Golden.read("averaging.pytorch-2.13.0.json");

  private final float[][] weights = Golden.rows(GOLDEN.get("weights"));

  @ParameterizedTest
  @ValueSource(doubles = {0.999, 0.75})
  void exponential_afterEachUpdate_isPyTorchs(double decay) {
    ExponentialAverage average = new ExponentialAverage(decay);
    float[] mean = new float[weights[0].length];
    for (int update = 0; update < weights.length; update++) {
      // In two parts, as the members of a gang do.
      average.add(mean, weights[update], update == 0, 0, 4);
      average.add(mean, weights[update], update == 0, 4, mean.length);
      assertClose(mean, GOLDEN.get("ema " + decay).get(update), update);
    }
  }

  @Test
  void epochs_afterEachThatCounts_isPyTorchs() {
    EpochAverage average = new EpochAverage(3);
    float[] mean = weights[0].clone();
    for (int epoch = 1; epoch < weights.length; epoch++) {
      average.add(mean, weights[epoch], 3 + epoch);
      assertClose(mean, GOLDEN.get("swa").get(epoch), epoch);
    }
  }

  /** A few roundings at each update, each at most 2⁻²⁴ of the largest weight so far. */
  private void assertClose(float[] mean, JsonNode expected, int update) {
    double[] numbers = Golden.numbers(expected);
    assertThat(mean).hasSize(numbers.length);
    for (int i = 0; i < mean.length; i++) {
      double largest = 0;
      for (int before = 0; before <= update; before++) {
        largest = Math.max(largest, Math.abs(weights[before][i]));
      }
      assertThat((double) mean[i])
          .as("parameter %d after update %d", i, update)
          .isCloseTo(numbers[i], Offset.offset(4 * (update + 1) * 0x1p-24 * largest));
    }
  }
}
