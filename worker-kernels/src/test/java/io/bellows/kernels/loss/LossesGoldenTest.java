package io.bellows.kernels.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellows.kernels.Golden;
import io.bellows.kernels.TestMatrices;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossesGoldenTest {
  private static final double OF_LOSS = 1e-14;
  private static final double OF_FLOAT = 0x1p-24;

  /** A power of 2, so that the numbers about an output are floats exactly. */
  private static final float STEP = 0x1p-9f;

  private static final double OF_DIFFERENCE = 1e-5;

  static Stream<Arguments> losses() {
    return Stream.of(
        Arguments.of("huber 1.0", new Huber(1)),
        Arguments.of("huber 0.5", new Huber(0.5)),
        Arguments.of("binary-cross-entropy", new BinaryCrossEntropy()),
        Arguments.of("softmax-cross-entropy 0.0", new SoftmaxCrossEntropy()),
        Arguments.of("softmax-cross-entropy 0.1", new SoftmaxCrossEntropy(0.1)));
  }

  /** Outputs of ±1000 among them. */
  @ParameterizedTest
  @MethodSource("losses")
  void lossesAndGradient_knownRows_areThoseOfPyTorch(String name, Loss loss) {
    JsonNode golden = Golden.read("losses.pytorch-2.13.0.json");
    FMatrixRMaj outputs = TestMatrices.of(Golden.rows(golden.get("outputs")));
    FMatrixRMaj targets = TestMatrices.of(Golden.rows(golden.get(name).get("targets")));
    float[] weights = Golden.floats(golden.get("weights"));
    double[] expected = Golden.numbers(golden.get(name).get("losses"));
    double[] gradient = Golden.numbers(golden.get(name).get("gradient"));
    FMatrixRMaj dOutputs = new FMatrixRMaj(outputs.numRows, outputs.numCols);
    double[] losses = new double[outputs.numRows];
    loss.lossesAndGradient(outputs, targets, weights, 0, weights.length, losses, dOutputs);
    for (int row = 0; row < losses.length; row++) {
      assertThat(losses[row])
          .as("%s of row %d", name, row)
          .isCloseTo(expected[row], within(OF_LOSS * (1 + expected[row])));
    }
    for (int i = 0; i < gradient.length; i++) {
      assertThat((double) dOutputs.data[i])
          .as("derivative of %s by output %d", name, i)
          .isCloseTo(gradient[i], within(OF_FLOAT * Math.abs(gradient[i]) + 1e-15));
    }
    assertThat(gradient).hasSize(18);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void lossesAndGradient_gaussianOutputs_areThoseOfCentralDifferences(String name, Loss loss) {
    int rows = 7;
    int width = 3;
    FMatrixRMaj outputs = TestMatrices.gaussian(rows, width, 1);
    FMatrixRMaj targets = new FMatrixRMaj(rows, loss.targets(width));
    for (int i = 0; i < targets.getNumElements(); i++) {
      targets.data[i] = i % 2;
    }
    float[] weights = {1, 2, 3, 4, 5, 6, 7};
    FMatrixRMaj dOutputs = new FMatrixRMaj(rows, width);
    loss.lossesAndGradient(outputs, targets, weights, 0, rows, new double[rows], dOutputs);
    for (int i = 0; i < rows * width; i++) {
      float output = outputs.data[i];
      int row = i / width;
      float above = output + STEP;
      float below = output - STEP;
      outputs.data[i] = above;
      double higher = loss(loss, outputs, targets, row);
      outputs.data[i] = below;
      double lower = loss(loss, outputs, targets, row);
      outputs.data[i] = output;
      double difference = weights[row] * (higher - lower) / ((double) above - below);
      assertThat((double) dOutputs.data[i])
          .as("derivative of %s by output %d", name, i)
          .isCloseTo(difference, within(weights[row] * OF_DIFFERENCE));
    }
  }

  private static double loss(Loss loss, FMatrixRMaj outputs, FMatrixRMaj targets, int row) {
    double[] losses = new double[outputs.numRows];
    loss.losses(outputs, targets, row, row + 1, losses);
    return losses[row];
  }

  /** Several tasks share the arrays, each with rows of its own. */
  @ParameterizedTest
  @MethodSource("losses")
  void lossesAndGradient_someRows_leavesTheOthersAlone(String name, Loss loss) {
    FMatrixRMaj outputs = TestMatrices.gaussian(4, 3, 1);
    FMatrixRMaj targets = new FMatrixRMaj(4, loss.targets(3));
    FMatrixRMaj dOutputs = TestMatrices.filled(4, 3, 77);
    double[] losses = {77, 77, 77, 77};
    float[] weights = {1, 2, 3, 4};
    loss.lossesAndGradient(outputs, targets, weights, 1, 3, losses, dOutputs);
    assertThat(losses).as(name).startsWith(77).endsWith(77);
    assertThat(losses[1]).isNotEqualTo(77);
    assertThat(losses[2]).isNotEqualTo(77);
    assertThat(dOutputs.data).startsWith(77, 77, 77).endsWith(77, 77, 77);
    assertThat(dOutputs.data[3]).isNotEqualTo(77);
    assertThat(dOutputs.data[8]).isNotEqualTo(77);
  }

  @Test
  void predict_binaryCrossEntropy_isTheProbability() {
    FMatrixRMaj outputs = TestMatrices.of(new float[] {0, 1000, -1000, 1});
    new BinaryCrossEntropy().predict(outputs);
    assertThat(outputs.data).containsExactly(0.5f, 1, 0, 0.73105858f);
  }

  @Test
  void predict_huber_isTheOutput() {
    FMatrixRMaj outputs = TestMatrices.of(new float[] {1, -2});
    new Huber(1).predict(outputs);
    assertThat(outputs.data).containsExactly(1, -2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, -0.1, Double.NaN})
  void create_labelSmoothingOutOfRange_isRefused(double labelSmoothing) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SoftmaxCrossEntropy(labelSmoothing))
        .withMessage(
            "label smoothing must be a number, at least 0 and below 1, was " + labelSmoothing);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void create_deltaOutOfRange_isRefused(double delta) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Huber(delta))
        .withMessage("Huber's delta must be a number above 0, was " + delta);
  }
}
