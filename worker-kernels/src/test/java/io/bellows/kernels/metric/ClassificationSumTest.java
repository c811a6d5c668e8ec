package io.bellows.kernels.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.TestMatrices;
import org.junit.jupiter.api.Test;

class ClassificationSumTest {
  @Test
  void confusion_weightedRows_countsWeightsByClassAndPrediction() {
    ClassificationSum sum = new ClassificationSum(2);
    sum.add(
        TestMatrices.of(new float[] {0.9f, 0.1f}, new float[] {0.25f, 0.75f}),
        TestMatrices.of(new float[] {0}, new float[] {0}),
        new float[] {2, 3});
    assertThat(sum.confusion()).isDeepEqualTo(new double[][] {{2, 3}, {0, 0}});
    assertThat(sum.values().get(ClassificationSum.ACCURACY)).isEqualTo(0.4);
    assertThat(sum.values().get(ClassificationSum.ERROR)).isEqualTo(0.6);
  }

  @Test
  void confusion_copyChanged_leavesTheSum() {
    ClassificationSum sum = new ClassificationSum(2);
    sum.confusion()[0][0] = 7;
    assertThat(sum.confusion()[0][0]).isZero();
  }

  @Test
  void values_impossibleClass_hasAFiniteLogLoss() {
    ClassificationSum sum = new ClassificationSum(2);
    sum.add(TestMatrices.of(new float[] {1, 0}), TestMatrices.of(new float[] {1}), new float[] {1});
    assertThat(sum.values().get(ClassificationSum.LOG_LOSS))
        .isCloseTo(-Math.log(1e-15), within(1e-12));
  }

  @Test
  void empty_usedSum_isANewOneOfTheSameKind() {
    ClassificationSum sum = new ClassificationSum(3);
    sum.add(
        TestMatrices.of(new float[] {1, 0, 0}), TestMatrices.of(new float[] {1}), new float[] {1});
    assertThat(((ClassificationSum) sum.empty()).confusion()).isDeepEqualTo(new double[3][3]);
  }

  @Test
  void metrics_directions_areWhereTheyAreBetter() {
    assertThat(ClassificationSum.ACCURACY.direction()).isEqualTo(Metric.Direction.MAXIMIZE);
    assertThat(ClassificationSum.LOG_LOSS.direction()).isEqualTo(Metric.Direction.MINIMIZE);
    assertThat(ClassificationSum.ERROR.direction()).isEqualTo(Metric.Direction.MINIMIZE);
    assertThat(RegressionSum.R2.direction()).isEqualTo(Metric.Direction.MAXIMIZE);
    assertThat(RegressionSum.RMSE.direction()).isEqualTo(Metric.Direction.MINIMIZE);
    assertThat(Metric.LOSS.direction()).isEqualTo(Metric.Direction.MINIMIZE);
  }
}
