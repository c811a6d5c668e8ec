package io.bellows.kernels.loss;

import static io.bellows.kernels.TestMatrices.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.TestMatrices;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftmaxCrossEntropyTest {
  private final Loss loss = new SoftmaxCrossEntropy();

  @Test
  void lossesAndGradient_gaussianOutputs_areThoseOfPlainLoops() {
    int rows = 13;
    int classes = 7;
    FMatrixRMaj outputs = TestMatrices.gaussian(rows, classes, 1);
    FMatrixRMaj targets = new FMatrixRMaj(rows, 1);
    float[] weights = new float[rows];
    FMatrixRMaj dOutputs = new FMatrixRMaj(rows, classes);
    double expectedSum = 0;
    double[] expectedGradient = new double[rows * classes];
    for (int row = 0; row < rows; row++) {
      int label = row * 5 % classes;
      targets.data[row] = label;
      weights[row] = 0.25f * row;
      double total = 0;
      for (int column = 0; column < classes; column++) {
        total += StrictMath.exp(outputs.data[row * classes + column]);
      }
      for (int column = 0; column < classes; column++) {
        double p = StrictMath.exp(outputs.data[row * classes + column]) / total;
        expectedGradient[row * classes + column] = weights[row] * (p - (column == label ? 1 : 0));
        expectedSum -= column == label ? weights[row] * StrictMath.log(p) : 0;
      }
    }
    double[] losses = lossesAndGradient(outputs, targets, weights, dOutputs);
    assertThat(sum(losses, weights)).isCloseTo(expectedSum, within(1e-12));
    assertThat(losses(outputs, targets)).containsExactly(losses);
    for (int i = 0; i < expectedGradient.length; i++) {
      double roundoff = 0x1p-24 * Math.abs(expectedGradient[i]) + 1e-15;
      assertThat((double) dOutputs.data[i]).isCloseTo(expectedGradient[i], within(roundoff));
    }
  }

  /** −log p of the class is the distance to the largest output, and p is 0 or 1. */
  @ParameterizedTest
  @CsvSource({
    "1000, -1000, 0, 0, 0, 0",
    "1000, -1000, 1, 2000, 1, -1",
    "-1000, 1000, 0, 2000, -1, 1",
    "-1000, 1000, 1, 0, 0, 0",
    "1000, 1000, 0, 0.6931471805599453, -0.5, 0.5",
    "-1000, -1000, 1, 0.6931471805599453, 0.5, -0.5",
    "3e38, -3e38, 1, 6e38, 1, -1"
  })
  void lossesAndGradient_hugeOutputs_areFiniteAndRight(
      float first, float second, int label, double expected, float d1, float d2) {
    FMatrixRMaj outputs = TestMatrices.of(new float[] {first, second});
    FMatrixRMaj targets = TestMatrices.of(new float[] {label});
    FMatrixRMaj dOutputs = new FMatrixRMaj(1, 2);
    double[] losses = lossesAndGradient(outputs, targets, new float[] {1}, dOutputs);
    assertThat(losses[0]).isCloseTo(expected, within(1e-6 * expected));
    assertThat(numbers(dOutputs)).containsExactly(d1, d2);
  }

  @Test
  void losses_nanOutput_isNan() {
    FMatrixRMaj outputs = TestMatrices.of(new float[] {Float.NaN, 0});
    FMatrixRMaj targets = TestMatrices.of(new float[] {1});
    assertThat(losses(outputs, targets)[0]).isNaN();
  }

  @Test
  void lossesAndGradient_rowOfWeightZero_countsNothing() {
    FMatrixRMaj outputs = TestMatrices.of(new float[] {1, 2, 3});
    FMatrixRMaj targets = TestMatrices.of(new float[] {0});
    FMatrixRMaj dOutputs = new FMatrixRMaj(1, 3);
    float[] weights = {0};
    assertThat(sum(lossesAndGradient(outputs, targets, weights, dOutputs), weights)).isZero();
    for (float number : numbers(dOutputs)) {
      assertThat(Math.abs(number)).isZero();
    }
  }

  /** Several tasks share the arrays, each with rows of its own. */
  @Test
  void lossesAndGradient_someRows_leavesTheOthersAlone() {
    FMatrixRMaj outputs = TestMatrices.gaussian(9, 4, 1);
    FMatrixRMaj targets = TestMatrices.filled(9, 1, 2);
    float[] weights = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    FMatrixRMaj expected = new FMatrixRMaj(9, 4);
    double[] expectedLosses = lossesAndGradient(outputs, targets, weights, expected);
    FMatrixRMaj dOutputs = TestMatrices.filled(9, 4, 77);
    double[] losses = new double[9];
    loss.lossesAndGradient(outputs, targets, weights, 3, 7, losses, dOutputs);
    for (int row = 0; row < 9; row++) {
      boolean isOfThese = row >= 3 && row < 7;
      assertThat(losses[row]).isEqualTo(isOfThese ? expectedLosses[row] : 0);
      for (int column = 0; column < 4; column++) {
        assertThat(dOutputs.get(row, column)).isEqualTo(isOfThese ? expected.get(row, column) : 77);
      }
    }
  }

  @Test
  void predict_rows_areProbabilities() {
    FMatrixRMaj outputs =
        TestMatrices.of(
            new float[] {0, 0, 0, 0},
            new float[] {1000, -1000, 1000, -1000},
            new float[] {(float) Math.log(1), (float) Math.log(2), (float) Math.log(5), 0});
    loss.predict(outputs);
    float[] p = numbers(outputs);
    assertThat(p).startsWith(0.25f, 0.25f, 0.25f, 0.25f, 0.5f, 0f, 0.5f, 0f);
    assertThat(p[8]).isCloseTo(1 / 9f, within(1e-7f));
    assertThat(p[9]).isCloseTo(2 / 9f, within(1e-7f));
    assertThat(p[10]).isCloseTo(5 / 9f, within(1e-7f));
  }

  @Test
  void targets_anyOutputs_isOneClassNumber() {
    assertThat(loss.targets(10)).isEqualTo(1);
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
