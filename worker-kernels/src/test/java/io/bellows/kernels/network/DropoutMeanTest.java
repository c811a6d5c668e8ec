package io.bellows.kernels.network;

import static io.bellows.kernels.TestMatrices.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.TestMasks;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.layer.MaskKey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training with masks and prediction without them must speak of the same network. */
class DropoutMeanTest {
  private static final int MASKS = 10_000;

  /**
   * Behind one dropped place everything up to the next layer's Z is linear in the mask, so the mean
   * of Z over masks is the Z of prediction. Errors are in units of the measured standard error.
   */
  @ParameterizedTest
  @CsvSource({
    "INVERTED, 0.2, 0",
    "INVERTED, 0, 0.5",
    "CLASSIC, 0.2, 0",
    "CLASSIC, 0, 0.5",
    "CLASSIC, 0, 0.9"
  })
  void addGradient_meanOver10000Masks_isTheInputOfTheNextLayerAtPrediction(
      Scaling scaling, double inputRate, double hiddenRate) {
    int place = inputRate > 0 ? 0 : 1;
    Network network =
        TestNetworks.softmax(
            30, List.of(20), 6, new Dropout(inputRate, List.of(hiddenRate), scaling));
    Weights weights = TestNetworks.weights(network, 2);
    TestRows row = TestRows.classes(1, 30, 6, 3);
    Workspace workspace = TestNetworks.workspace(network, weights, row);
    network.outputs(workspace);
    float[] expected = nextInput(workspace, place);

    double[] sum = new double[expected.length];
    double[] squares = new double[expected.length];
    GradientSum gradient = new GradientSum(network.layout().size());
    for (int round = 0; round < MASKS; round++) {
      row.fill(workspace.batch());
      network.addGradient(workspace, new MaskKey(4, 0, round, 0), 0, gradient);
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
    return place == 1 ? numbers(workspace.dense(1).output) : preActivation(workspace);
  }

  private static float[] preActivation(Workspace workspace) {
    float[] z = new float[workspace.dense(0).output.numCols];
    var A = workspace.input(0);
    var W = workspace.dense(0).W;
    for (int unit = 0; unit < z.length; unit++) {
      z[unit] = workspace.dense(0).b.data[unit];
      for (int input = 0; input < A.numCols; input++) {
        z[unit] += A.data[input] * W.data[input * z.length + unit];
      }
    }
    return z;
  }

  /** A unit that is dropped, at whatever place, gets no derivative from the row. */
  @ParameterizedTest
  @CsvSource({"INVERTED", "CLASSIC"})
  void addGradient_droppedUnit_getsNoGradient(Scaling scaling) {
    Network network =
        TestNetworks.softmax(9, List.of(8, 7), 3, TestMasks.everywhere(0.5, 2, scaling));
    Weights weights = TestNetworks.weights(network, 1);
    ParameterLayout layout = network.layout();
    int dropped = 0;
    for (int round = 0; round < 20; round++) {
      MaskKey key = new MaskKey(8, 0, round, 0);
      GradientSum sum =
          TestNetworks.gradient(network, weights, TestRows.classes(1, 9, 3, round), key);
      var factors = TestMasks.factors(network, key, 0, 1);
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
