package io.bellows.kernels.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.Task;
import io.bellows.kernels.TestMatrices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MetricSumPropertyTest {
  /** However rows are cut into parts and in whatever order these meet, the figures stay. */
  @RepeatedTest(30)
  void merge_anyPartsInAnyOrder_isTheWhole(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int rows = 1 + random.nextInt(200);
    FMatrixRMaj predictions = TestMatrices.gaussian(rows, 1, random.nextLong());
    FMatrixRMaj targets = TestMatrices.gaussian(rows, 1, random.nextLong());
    FMatrixRMaj probabilities = new FMatrixRMaj(rows, 3);
    FMatrixRMaj labels = new FMatrixRMaj(rows, 1);
    float[] weights = new float[rows];
    for (int row = 0; row < rows; row++) {
      weights[row] = 0.1f + random.nextFloat();
      labels.data[row] = random.nextInt(3);
      float first = random.nextFloat() / 2;
      probabilities.data[3 * row] = first;
      probabilities.data[3 * row + 1] = 0.4f;
      probabilities.data[3 * row + 2] = 0.6f - first;
    }
    assertMergesTo(regression(2.5), predictions, targets, weights, random);
    List<String> classes = List.of("a", "b", "c");
    assertMergesTo(
        Metrics.ofClasses(classes, Metrics.all(Task.CLASSIFICATION, 3)),
        probabilities,
        labels,
        weights,
        random);
    FMatrixRMaj flags = new FMatrixRMaj(rows, 3);
    for (int i = 0; i < flags.data.length; i++) {
      flags.data[i] = random.nextInt(2);
    }
    assertMergesTo(
        Metrics.ofLabels(classes, Metrics.all(Task.MULTI_LABEL, 3)),
        probabilities,
        flags,
        weights,
        random);
  }

  private static RegressionSum regression(double scale) {
    return new RegressionSum(List.of(new RegressionSum.Target("y", 0, scale)));
  }

  private static void assertMergesTo(
      MetricSum kind,
      FMatrixRMaj predictions,
      FMatrixRMaj targets,
      float[] weights,
      Random random) {
    MetricSum whole = kind.empty();
    whole.add(predictions, targets, weights);
    List<MetricSum> parts = new ArrayList<>();
    for (int from = 0; from < weights.length; ) {
      int to = from + 1 + random.nextInt(weights.length - from);
      MetricSum part = kind.empty();
      part.add(
          TestMatrices.rows(predictions, from, to),
          TestMatrices.rows(targets, from, to),
          Arrays.copyOfRange(weights, from, to));
      parts.add(random.nextInt(parts.size() + 1), part);
      from = to;
    }
    parts.add(kind.empty());
    MetricSum total = kind.empty();
    parts.forEach(total::merge);
    whole
        .values()
        .forEach(
            (metric, value) -> {
              if (Double.isFinite(value)) {
                assertThat(total.values().get(metric))
                    .as(metric.name())
                    .isCloseTo(value, within(1e-12 * (1 + Math.abs(value))));
              }
            });
  }

  /** The spread is 1 part in a million of the targets: a sum of squares would lose all of it. */
  @Test
  void values_targetsAroundAMillion_keepTheirSpread() {
    int rows = 1000;
    FMatrixRMaj targets = new FMatrixRMaj(rows, 1);
    FMatrixRMaj predictions = new FMatrixRMaj(rows, 1);
    float[] weights = new float[rows];
    double mean = 0;
    for (int row = 0; row < rows; row++) {
      targets.data[row] = 1_000_000f + (row * 7 % 33 - 16) / 16f;
      predictions.data[row] = targets.data[row] + (row % 3 - 1) / 8f;
      weights[row] = 1;
      mean += targets.data[row] / rows;
    }
    double spread = 0;
    double errors = 0;
    for (int row = 0; row < rows; row++) {
      spread += (targets.data[row] - mean) * (targets.data[row] - mean);
      errors += (row % 3 - 1) * (row % 3 - 1) / 64.0;
    }
    RegressionSum sum = regression(1);
    sum.add(predictions, targets, weights);
    assertThat(sum.values().get(RegressionSum.R2)).isCloseTo(1 - errors / spread, within(1e-9));
  }

  /** Standardised by 1,000: figures in the target's own units, R² without units. */
  @Test
  void values_scale_isThatOfTheTargetsOwnUnits() {
    FMatrixRMaj predictions = TestMatrices.gaussian(50, 1, 1);
    FMatrixRMaj targets = TestMatrices.gaussian(50, 1, 2);
    float[] weights = new float[50];
    Arrays.fill(weights, 1);
    RegressionSum one = regression(1);
    RegressionSum thousand = regression(1000);
    one.add(predictions, targets, weights);
    thousand.add(predictions, targets, weights);
    var a = one.values();
    var b = thousand.values();
    assertThat(b.get(RegressionSum.MSE)).isCloseTo(1e6 * a.get(RegressionSum.MSE), within(1e-6));
    assertThat(b.get(RegressionSum.RMSE)).isCloseTo(1e3 * a.get(RegressionSum.RMSE), within(1e-9));
    assertThat(b.get(RegressionSum.MAE)).isCloseTo(1e3 * a.get(RegressionSum.MAE), within(1e-9));
    assertThat(b.get(RegressionSum.R2)).isEqualTo(a.get(RegressionSum.R2));
  }
}
