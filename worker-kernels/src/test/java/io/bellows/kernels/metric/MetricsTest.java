package io.bellows.kernels.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.Task;
import io.bellows.kernels.TestMatrices;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void find_anyShape_isTheMetricOfThatName() {
    for (String name : List.of("loss", "auc-pr", "top-3", "f1-spam", "rmse-a b", "precision-2")) {
      assertThat(Metrics.find(name)).as(name).map(Metric::name).contains(name);
    }
    assertThat(Metrics.find("mape-y")).map(Metric::direction).contains(Metric.Direction.MINIMIZE);
    assertThat(Metrics.find("f1-y")).map(Metric::direction).contains(Metric.Direction.MAXIMIZE);
    assertThat(Metrics.find("top-3"))
        .map(Metric::tasks)
        .hasValueSatisfying(tasks -> assertThat(tasks).containsExactly(Task.CLASSIFICATION));
  }

  @Test
  void find_otherNames_isNothing() {
    for (String name : List.of("auc", "top-0", "top-", "top-x", "accuracy-a", "F1", "")) {
      assertThat(Metrics.find(name)).as(name).isEmpty();
    }
  }

  @Test
  void usual_eachTask_areThoseThatEveryRunShows() {
    assertThat(Metrics.usual(Task.CLASSIFICATION)).containsExactly("accuracy", "log-loss", "error");
    assertThat(Metrics.usual(Task.MULTI_LABEL)).containsExactly("accuracy", "log-loss", "error");
    assertThat(Metrics.usual(Task.REGRESSION)).containsExactly("rmse", "mae", "r2", "mse");
  }

  @Test
  void all_manyClasses_leavesCurvesOutAndAddsTheBestFive() {
    assertThat(Metrics.all(Task.CLASSIFICATION, 5)).contains("auc-roc").doesNotContain("top-5");
    assertThat(Metrics.all(Task.CLASSIFICATION, 101)).contains("top-5").doesNotContain("auc-roc");
    assertThat(Metrics.all(Task.REGRESSION, 1)).contains("mape").doesNotContain("accuracy");
  }

  /** Nothing is computed that nobody asked for, nor shown. */
  @Test
  void ofClasses_someNames_hasTheirFamiliesAndFiguresOnly() {
    ChosenMetrics chosen =
        (ChosenMetrics) Metrics.ofClasses(List.of("a", "b"), Set.of("accuracy", "f1", "top-1"));
    assertThat(chosen.families())
        .hasExactlyElementsOfTypes(ClassificationSum.class, PrecisionRecallSum.class, TopSum.class);
    MetricSum sum = chosen.empty();
    sum.add(
        TestMatrices.of(new float[] {0.2f, 0.8f}, new float[] {0.6f, 0.4f}),
        TestMatrices.of(new float[] {1}, new float[] {1}),
        new float[] {1, 1});
    assertThat(sum.values())
        .containsOnly(
            Map.entry(ClassificationSum.ACCURACY, 0.5),
            Map.entry(ClassCounts.F1, 2.0 / 3),
            Map.entry(TopSum.metric(1), 0.5));
  }
}
