package io.bellows.kernels.loss;

import static io.bellows.kernels.TestMatrices.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.TestMatrices;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class MeanSquaredErrorTest {
  private final Loss loss = new MeanSquaredError();

  /** (1² + 3²)/2 · 2 + (0² + 4²)/2 · 0.5 */
  @Test
  void lossesAndGradient_wholeNumbers_areWhatTheFormulasSay() {
    FMatrixRMaj outputs = TestMatrices.of(new float[] {1, 5}, new float[] {7, -4});
    FMatrixRMaj targets = TestMatrices.of(new float[] {2, 2}, new float[] {7, 0});
    float[] weights = {2, 0.5f};
    FMatrixRMaj dOutputs = new FMatrixRMaj(2, 2);
    double[] losses = lossesAndGradient(outputs, targets, weights, dOutputs);
    assertThat(losses).containsExactly(5, 8);
    assertThat(sum(losses, weights)).isEqualTo(14);
    assertThat(losses(outputs, targets)).containsExactly(5, 8);
    assertThat(numbers(dOutputs)).containsExactly(-2, 6, 0, -2);
  }

  @Test
  void lossesAndGradient_gaussianOutputs_areThoseOfPlainLoops() {
    int rows = 11;
    int width = 3;
    FMatrixRMaj outputs = TestMatrices.gaussian(rows, width, 1);
    FMatrixRMaj targets = TestMatrices.gaussian(rows, width, 2);
    float[] weights = new float[rows];
    FMatrixRMaj dOutputs = new FMatrixRMaj(rows, width);
    double expected = 0;
    for (int row = 0; row < rows; row++) {
      weights[row] = 0.5f + row;
      for (int column = 0; column < width; column++) {
        double error = (double) outputs.get(row, column) - targets.get(row, column);
        expected += weights[row] * error * error / width;
      }
    }
    assertThat(sum(lossesAndGradient(outputs, targets, weights, dOutputs), weights))
        .isCloseTo(expected, within(1e-12 * expected));
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < width; column++) {
        double error = (double) outputs.get(row, column) - targets.get(row, column);
        double gradient = 2 * weights[row] * error / width;
        assertThat((double) dOutputs.get(row, column))
            .isCloseTo(gradient, within(2 * 0x1p-24 * Math.abs(gradient)));
      }
    }
  }

  @Test
  void losses_hugeOutputs_isFinite() {
    FMatrixRMaj outputs = TestMatrices.of(new float[] {3e38f});
    FMatrixRMaj targets = TestMatrices.of(new float[] {-3e38f});
    assertThat(losses(outputs, targets)[0]).isCloseTo(3.6e77, within(1e71));
  }

  /** Several tasks share the arrays, each with rows of its own. */
  @Test
  void lossesAndGradient_someRows_leavesTheOthersAlone() {
    FMatrixRMaj outputs = TestMatrices.gaussian(9, 3, 1);
    FMatrixRMaj targets = TestMatrices.gaussian(9, 3, 2);
    float[] weights = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    FMatrixRMaj expected = new FMatrixRMaj(9, 3);
    double[] expectedLosses = lossesAndGradient(outputs, targets, weights, expected);
    FMatrixRMaj dOutputs = TestMatrices.filled(9, 3, 77);
    double[] losses = new double[9];
    loss.lossesAndGradient(outputs, targets, weights, 3, 7, losses, dOutputs);
    for (int row = 0; row < 9; row++) {
      boolean isOfThese = row >= 3 && row < 7;
      assertThat(losses[row]).isEqualTo(isOfThese ? expectedLosses[row] : 0);
      for (int column = 0; column < 3; column++) {
        assertThat(dOutputs.get(row, column)).isEqualTo(isOfThese ? expected.get(row, column) : 77);
      }
    }
  }

  @Test
  void predict_outputs_areThePredictions() {
    FMatrixRMaj outputs = TestMatrices.of(new float[] {1, -2});
    loss.predict(outputs);
    assertThat(numbers(outputs)).containsExactly(1, -2);
  }

  @Test
  void targets_someOutputs_areAsMany() {
    assertThat(loss.targets(4)).isEqualTo(4);
  }

  /** Σ w·loss, as the losses of the rows stand. */
  private static double sum(double[] losses, float[] weights) {
    double sum = 0;
    for (int row = 0; row < weights.length; row++) {
      sum += weights[row] * losses[row];
    }
    return sum;
  }

  private double[] losses(FMatrixRMaj outputs, FMatrixRMaj targets) {
    double[] losses = new double[outputs.numRows];
    loss.losses(outputs, targets, 0, outputs.numRows, losses);
    return losses;
  }

  private double[] lossesAndGradient(
      FMatrixRMaj outputs, FMatrixRMaj targets, float[] weights, FMatrixRMaj dOutputs) {
    double[] losses = new double[outputs.numRows];
    loss.lossesAndGradient(outputs, targets, weights, 0, outputs.numRows, losses, dOutputs);
    return losses;
  }
}
