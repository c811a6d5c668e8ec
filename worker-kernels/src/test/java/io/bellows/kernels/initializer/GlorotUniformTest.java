package io.bellows.kernels.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.random.RandomKey;
import org.junit.jupiter.api.Test;

class GlorotUniformTest {
  private static final int INPUTS = 300;
  private static final int OUTPUTS = 100;
  private static final int COUNT = INPUTS * OUTPUTS;

  @Test
  void fill_manyWeights_areUniformWithinTheBoundOfThePaper() {
    float[] weights = filled(RandomKey.of(5, RandomKey.Purpose.INITIAL_WEIGHTS).child(0));
    double bound = Math.sqrt(6.0 / (INPUTS + OUTPUTS));

    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (float weight : weights) {
      sum += weight;
      squares += (double) weight * weight;
      largest = Math.max(largest, Math.abs(weight));
    }
    // Standard errors: of the mean b/√(3n); of the mean square b²·√(4/45)/√n.
    assertThat(largest).isBetween(0.999 * bound, bound);
    assertThat(sum / COUNT).isCloseTo(0, within(4 * bound / Math.sqrt(3.0 * COUNT)));
    assertThat(squares / COUNT)
        .isCloseTo(
            2.0 / (INPUTS + OUTPUTS),
            within(4 * bound * bound * Math.sqrt(4 / 45.0) / Math.sqrt(COUNT)));
  }

  @Test
  void fill_partOfAnArray_leavesTheRest() {
    float[] values = new float[COUNT + 2];
    new GlorotUniform()
        .fill(new DenseLayer(INPUTS, OUTPUTS, new Relu()), values, 1, new RandomKey(1, 2));

    assertThat(values[0]).isZero();
    assertThat(values[COUNT + 1]).isZero();
    assertThat(values[1]).isNotZero();
    assertThat(values[COUNT]).isNotZero();
  }

  private static float[] filled(RandomKey key) {
    float[] values = new float[COUNT];
    new GlorotUniform().fill(new DenseLayer(INPUTS, OUTPUTS, new Relu()), values, 0, key);
    return values;
  }
}
