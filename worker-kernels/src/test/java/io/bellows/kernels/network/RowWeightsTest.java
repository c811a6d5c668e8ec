package io.bellows.kernels.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.loss.Loss;
import io.bellows.kernels.loss.MeanSquaredError;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RowWeightsTest {
  private static final MaskKey NO_MASKS = new MaskKey(1, 0, 0);

  record Case(DenseKernels kernels, Network network, TestRows rows) {
    GradientSum gradient(TestRows some) {
      return TestNetworks.gradient(
          kernels, network, TestNetworks.weights(network, 1), some, NO_MASKS);
    }

    static Case of(DenseKernels kernels, Loss loss) {
      Network network = TestNetworks.of(5, List.of(9), 3, 0, Scaling.INVERTED, loss);
      return new Case(
          kernels,
          network,
          network.targets() == 1
              ? TestRows.classes(10, 5, 3, 2)
              : TestRows.regression(10, 5, 3, 2));
    }
  }

  static Stream<Arguments> losses() {
    return TestKernels.with(Stream.of(new SoftmaxCrossEntropy(), new MeanSquaredError()));
  }

  static Stream<Arguments> absentRows() {
    return TestKernels.with(Stream.of(0, 4, 9));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void addGradient_weightTwo_isAsTheRowTwice(DenseKernels kernels, Loss loss) {
    Case c = Case.of(kernels, loss);
    GradientSum weighted = c.gradient(c.rows.withWeights(2, 1, 1, 2, 1, 1, 1, 1, 1, 2));
    GradientSum twice = c.gradient(c.rows.rows(0, 0, 1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 9));
    assertThat(weighted.weightSum()).isEqualTo(13).isEqualTo(twice.weightSum());
    assertThat(weighted.lossSum() / 13).isCloseTo(twice.lossSum() / 13, within(1e-6));
    float[] expected = TestNetworks.mean(twice);
    assertThat(TestNetworks.mean(weighted))
        .containsExactly(expected, within(1e-6f * largest(expected)));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void addGradient_powerOfTwoTimesAllWeights_changesNoBitOfTheMean(
      DenseKernels kernels, Loss loss) {
    Case c = Case.of(kernels, loss);
    TestRows rows = c.rows.weighted(3);
    GradientSum one = c.gradient(rows);
    for (float scale : new float[] {0x1p-20f, 0.5f, 4f, 0x1p20f}) {
      float[] scaled = rows.weights().clone();
      for (int row = 0; row < scaled.length; row++) {
        scaled[row] *= scale;
      }
      GradientSum other = c.gradient(rows.withWeights(scaled));
      assertThat(TestNetworks.mean(other)).containsExactly(TestNetworks.mean(one));
      assertThat(other.lossSum() / other.weightSum()).isEqualTo(one.lossSum() / one.weightSum());
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void addGradient_weights_areTheFactorsOfTheRows(DenseKernels kernels, Loss loss) {
    Case c = Case.of(kernels, loss);
    TestRows rows = c.rows.weighted(4);
    GradientSum sum = c.gradient(rows);
    double lossSum = 0;
    double weightSum = 0;
    double[] gradient = new double[sum.gradient().length];
    for (int row = 0; row < rows.count(); row++) {
      GradientSum alone = c.gradient(c.rows.rows(row));
      float weight = rows.weights()[row];
      weightSum += weight;
      lossSum += weight * alone.lossSum();
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += weight * (double) alone.gradient()[i];
      }
    }
    assertThat(sum.weightSum()).isCloseTo(weightSum, within(1e-12));
    assertThat(sum.lossSum()).isCloseTo(lossSum, within(1e-5));
    for (int i = 0; i < gradient.length; i++) {
      assertThat((double) sum.gradient()[i]).isCloseTo(gradient[i], within(1e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("absentRows")
  void addGradient_weightZero_isAsWithoutTheRow(DenseKernels kernels, int absent) {
    Case c = Case.of(kernels, new SoftmaxCrossEntropy());
    float[] weights = new float[10];
    Arrays.fill(weights, 1f);
    weights[absent] = 0;
    int[] others = IntStream.range(0, 10).filter(row -> row != absent).toArray();
    GradientSum zero = c.gradient(c.rows.withWeights(weights));
    GradientSum without = c.gradient(c.rows.rows(others));
    assertThat(zero.weightSum()).isEqualTo(without.weightSum());
    assertThat(zero.lossSum()).isEqualTo(without.lossSum());
    assertThat(zero.gradient()).containsExactly(without.gradient());
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
