package io.bellows.kernels.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.random.RandomKey;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class InitializersTest {
  private static final int INPUTS = 300;
  private static final int OUTPUTS = 100;
  private static final int COUNT = INPUTS * OUTPUTS;

  /** Standard errors: of the mean b/√(3n); of the mean square b²·√(4/45)/√n. */
  @ParameterizedTest
  @CsvSource({
    "he-uniform, 0.141421356237",
    "glorot-uniform, 0.122474487139",
    "lecun-uniform, 0.1",
    "uniform, 0.05"
  })
  void fill_uniform_isWithinTheBoundOfThePaper(String name, double bound) {
    float[] weights = filled(name, key(0));
    double largest = 0;
    for (float weight : weights) {
      largest = Math.max(largest, Math.abs(weight));
    }
    assertThat(largest).isBetween(0.999 * bound, bound * (1 + 1e-7));
    assertThat(meanOfPowers(weights, 1)).isCloseTo(0, within(4 * bound / Math.sqrt(3.0 * COUNT)));
    assertThat(meanOfPowers(weights, 2))
        .isCloseTo(
            bound * bound / 3, within(4 * bound * bound * Math.sqrt(4 / 45.0) / Math.sqrt(COUNT)));
  }

  /** Standard errors: of the mean σ/√n; of the mean square σ²·√(2/n); of the fourth σ⁴·√(96/n). */
  @ParameterizedTest
  @CsvSource({
    "he-normal, 0.00666666666667",
    "glorot-normal, 0.005",
    "lecun-normal, 0.00333333333333",
    "normal, 0.0025"
  })
  void fill_normal_hasTheVarianceOfThePaper(String name, double variance) {
    float[] weights = filled(name, key(0));
    assertThat(meanOfPowers(weights, 1)).isCloseTo(0, within(4 * Math.sqrt(variance / COUNT)));
    assertThat(meanOfPowers(weights, 2))
        .isCloseTo(variance, within(4 * variance * Math.sqrt(2.0 / COUNT)));
    assertThat(meanOfPowers(weights, 4))
        .isCloseTo(
            3 * variance * variance, within(4 * variance * variance * Math.sqrt(96.0 / COUNT)));
  }

  @Test
  void fill_zeros_isZero() {
    float[] values = {1, 2, 3, 4};
    new Zeros().fill(new DenseLayer(2, 1, new Relu()), values, 1, key(0));
    assertThat(values).containsExactly(1, 0, 0, 4);
  }

  @ParameterizedTest
  @MethodSource("names")
  void fill_anotherKey_givesOthersUnlessZeros(String name) {
    assertThat(filled(name, key(0))).isEqualTo(filled(name, key(0)));
    assertThat(Arrays.equals(filled(name, key(0)), filled(name, key(1))))
        .isEqualTo(name.equals("zeros"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void fill_partOfAnArray_leavesTheRest(String name) {
    float[] values = new float[COUNT + 2];
    values[0] = 7;
    values[COUNT + 1] = 8;
    Initializers.REGISTRY.named(name).fill(layer(), values, 1, key(0));
    float[] expected = filled(name, key(0));
    assertThat(values).startsWith(7, expected[0]).endsWith(expected[COUNT - 1], 8);
  }

  static Set<String> names() {
    return Initializers.REGISTRY.names();
  }

  private static RandomKey key(int layer) {
    return RandomKey.of(5, RandomKey.Purpose.INITIAL_WEIGHTS).child(layer);
  }

  private static DenseLayer layer() {
    return new DenseLayer(INPUTS, OUTPUTS, new Relu());
  }

  private static float[] filled(String name, RandomKey key) {
    float[] values = new float[COUNT];
    Initializers.REGISTRY.named(name).fill(layer(), values, 0, key);
    return values;
  }

  private static double meanOfPowers(float[] weights, int power) {
    double sum = 0;
    for (float weight : weights) {
      sum += Math.pow(weight, power);
    }
    return sum / weights.length;
  }
}
