package io.bellows.kernels.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.random.RandomKey.Purpose;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NormalDrawsTest {
  private static final int N = 1_000_000;
  private static final RandomKey KEY = RandomKey.of(5, Purpose.INITIAL_WEIGHTS);

  /** Bounds of five standard errors: of a mean 1/√n, and for z², z³, z⁴ of √2, √15, √96 / √n. */
  @Test
  void fill_millionDraws_hasTheMomentsOfTheNormal() {
    float[] draws = drawn(N, 1, KEY);
    double bound = 5 / Math.sqrt(N);
    assertThat(moment(draws, 1)).isCloseTo(0, within(bound));
    assertThat(moment(draws, 2)).isCloseTo(1, within(bound * Math.sqrt(2)));
    assertThat(moment(draws, 3)).isCloseTo(0, within(bound * Math.sqrt(15)));
    assertThat(moment(draws, 4)).isCloseTo(3, within(bound * Math.sqrt(96)));
  }

  @Test
  void fill_millionDraws_neighboursAreUncorrelated() {
    float[] draws = drawn(N, 1, KEY);
    for (int lag = 1; lag <= 4; lag++) {
      double sum = 0;
      for (int i = lag; i < N; i++) {
        sum += (double) draws[i] * draws[i - lag];
      }
      assertThat(sum / N).as("lag %d", lag).isCloseTo(0, within(4 / Math.sqrt(N)));
    }
  }

  @Test
  void fill_deviation_scalesTheSameDraws() {
    float[] one = drawn(101, 1, KEY);
    float[] four = drawn(101, 4, KEY);
    for (int i = 0; i < one.length; i++) {
      assertThat(four[i]).isEqualTo(4 * one[i]);
    }
  }

  @Test
  void fill_partOfAnArray_leavesTheRestAndDoesNotDependOnThePlace() {
    float[] values = new float[20];
    NormalDraws.fill(values, 5, 12, 1, KEY);
    assertThat(Arrays.copyOfRange(values, 5, 12)).containsExactly(drawn(7, 1, KEY));
    assertThat(Arrays.copyOfRange(values, 0, 5)).containsOnly(0f);
    assertThat(Arrays.copyOfRange(values, 12, 20)).containsOnly(0f);
  }

  private static float[] drawn(int count, double deviation, RandomKey key) {
    float[] values = new float[count];
    NormalDraws.fill(values, 0, count, deviation, key);
    return values;
  }

  private static double moment(float[] values, int power) {
    double sum = 0;
    for (float value : values) {
      double product = 1;
      for (int factor = 0; factor < power; factor++) {
        product *= value;
      }
      sum += product;
    }
    return sum / values.length;
  }
}
