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
  void sumAndGradient_wholeNumbers_areWhatTheFormulasSay() {
    FMatrixRMaj outputs = TestMatrices.of(new float[] {1, 5}, new float[] {7, -4});
    FMatrixRMaj targets = TestMatrices.of(new float[] {2, 2}, new float[] {7, 0});
    float[] weights = {2, 0.5f};
    FMatrixRMaj dOutputs = new FMatrixRMaj(2, 2);
    assertThat(loss.sumAndGradient(outputs, targets, weights, dOutputs)).isEqualTo(14);
    assertThat(loss.sum(outputs, targets, weights)).isEqualTo(14);
    assertThat(numbers(dOutputs)).containsExactly(-2, 6, 0, -2);
  }

  @Test
  void sumAndGradient_gaussianOutputs_areThoseOfPlainLoops() {
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
    assertThat(loss.sumAndGradient(outputs, targets, weights, dOutputs))
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
  void sum_hugeOutputs_isFinite() {
    FMatrixRMaj outputs = TestMatrices.of(new float[] {3e38f});
    FMatrixRMaj targets = TestMatrices.of(new float[] {-3e38f});
    assertThat(loss.sum(outputs, targets, new float[] {1})).isCloseTo(3.6e77, within(1e71));
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
}
