package io.bellows.kernels.network;

import static io.bellows.kernels.TestMatrices.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMasks;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.DenseKernels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Training with masks and prediction without them must speak of the same network. */
class DropoutMeanTest {
  private static final int MASKS = 10_000;

  static Stream<Arguments> rates() {
    return TestKernels.with(
        Stream.of(
            Arguments.of(Scaling.INVERTED, 0.2, 0),
            Arguments.of(Scaling.INVERTED, 0, 0.5),
            Arguments.of(Scaling.CLASSIC, 0.2, 0),
            Arguments.of(Scaling.CLASSIC, 0, 0.5),
            Arguments.of(Scaling.CLASSIC, 0, 0.9)));
  }

  static Stream<Arguments> scalings() {
    return TestKernels.with(Stream.of(Scaling.values()));
  }

  /**
   * Behind one dropped place everything up to the next layer's Z is linear in the mask, so the mean
   * of Z over masks is the Z of prediction. Errors are in units of the measured standard error.
   */
  @ParameterizedTest
  @MethodSource("rates")
  void addGradient_meanOver10000Masks_isTheInputOfTheNextLayerAtPrediction(
      DenseKernels kernels, Scaling scaling, double inputRate, double hiddenRate) {
    int place = inputRate > 0 ? 0 : 1;
    Network network =
        TestNetworks.softmax(
            30, List.of(20), 6, new Dropout(inputRate, List.of(hiddenRate), scaling));
    Weights weights = TestNetworks.weights(network, 2);
    TestRows row = TestRows.classes(1, 30, 6, 3);
    Workspace workspace = TestNetworks.workspace(kernels, network, weights, row);
    Pass pass = new Pass(network, workspace, kernels);
    pass.outputs();
    float[] expected = nextInput(workspace, place);

    double[] sum = new double[expected.length];
    double[] squares = new double[expected.length];
    GradientSum gradient = new GradientSum(network.layout().size());
    for (int round = 0; round < MASKS; round++) {
      row.fill(workspace.batch());
      pass.addGradient(new MaskKey(5, 0, round), gradient);
      float[] input = nextInput(workspace, place);
      for (int unit = 0; unit < sum.length; unit++) {
        sum[unit] += input[unit];
        squares[unit] += (double) input[unit] * input[unit];
      }
    }
    double[] errors = new double[expected.length];
    for (int unit = 0; unit < errors.length; unit++) {
      double mean = sum[unit] / MASKS;
      double standardError = Math.sqrt((squares[unit] / MASKS - mean * mean) / MASKS);
      errors[unit] = (mean - expected[unit]) / standardError;
    }
    double meanSquare = Arrays.stream(errors).map(error -> error * error).average().orElseThrow();
    assertThat(Arrays.stream(errors).map(Math::abs).max().orElseThrow()).isLessThan(3.5);
    assertThat(Math.sqrt(meanSquare)).isLessThan(1.5);
  }

  /** Z of the layer behind the place. The second layer's output is its Z: it has no activation. */
  private static float[] nextInput(Workspace workspace, int place) {
    return place == 1 ? numbers(workspace.outputs) : preActivation(workspace);
  }

  private static float[] preActivation(Workspace workspace) {
    var A = workspace.dense(0).input.dense();
    var W = workspace.dense(0).parameters.W();
    float[] z = new float[W.columns()];
    for (int unit = 0; unit < z.length; unit++) {
      z[unit] = workspace.dense(0).parameters.vectors()[DenseLayer.BIAS][unit];
      for (int input = 0; input < A.columns(); input++) {
        z[unit] += A.get(0, input) * W.get(input, unit);
      }
    }
    return z;
  }

  /** A unit that is dropped, at whatever place, gets no derivative from the row. */
  @ParameterizedTest
  @MethodSource("scalings")
  void addGradient_droppedUnit_getsNoGradient(DenseKernels kernels, Scaling scaling) {
    Network network =
        TestNetworks.softmax(9, List.of(8, 7), 3, TestMasks.everywhere(0.5, 2, scaling));
    Weights weights = TestNetworks.weights(network, 1);
    ParameterLayout layout = network.layout();
    int dropped = 0;
    for (int round = 0; round < 20; round++) {
      MaskKey key = new MaskKey(8, 0, round);
      GradientSum sum =
          TestNetworks.gradient(kernels, network, weights, TestRows.classes(1, 9, 3, round), key);
      var factors = TestMasks.factors(network, key, 0, 0, 1);
      for (int layer = 0; layer < 3; layer++) {
        int units = network.layers().get(layer).inputs();
        int outputs = network.layers().get(layer).outputs();
        for (int unit = 0; unit < units; unit++) {
          if (factors.get(layer).data[unit] == 0) {
            dropped++;
            assertAllZero(sum, layout.weightOffset(layer) + unit * outputs, outputs, 1);
            if (layer > 0) {
              int before = network.layers().get(layer - 1).inputs();
              assertAllZero(sum, layout.weightOffset(layer - 1) + unit, before, units);
              assertAllZero(sum, layout.biasOffset(layer - 1) + unit, 1, 1);
            }
          }
        }
      }
      assertThat(sum.lossSum()).isPositive();
    }
    assertThat(dropped).isBetween(150, 330);
  }

  private static void assertAllZero(GradientSum sum, int from, int count, int stride) {
    for (int i = 0; i < count; i++) {
      assertThat(Math.abs(sum.gradient()[from + i * stride])).isZero();
    }
  }
}
