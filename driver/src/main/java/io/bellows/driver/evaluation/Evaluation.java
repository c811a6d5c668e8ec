package io.bellows.driver.evaluation;

import io.bellows.driver.preparation.ClassLabels;
import io.bellows.driver.preparation.RealTarget;
import io.bellows.driver.preparation.TargetEncoding;
import io.bellows.kernels.metric.ClassificationSum;
import io.bellows.kernels.metric.MetricSum;
import io.bellows.kernels.metric.RegressionSum;
import io.bellows.kernels.training.EvaluationSum;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a model reached on some rows.
 *
 * @param figures loss and metrics by name, in the order in which they are shown; metrics of real
 *     targets in the target's own units
 */
public record Evaluation(
    long rows, Map<String, Double> figures, Optional<ConfusionMatrix> confusion) {
  /** The kind of metrics for a target. */
  public static MetricSum metrics(TargetEncoding target) {
    if (target instanceof ClassLabels labels) {
      return new ClassificationSum(labels.outputs());
    }
    return new RegressionSum(((RealTarget) target).scale());
  }

  /** The figures of a finished sum. */
  public static Evaluation of(EvaluationSum sum, long rows, TargetEncoding target) {
    Map<String, Double> figures = new LinkedHashMap<>();
    sum.figures().forEach((metric, value) -> figures.put(metric.name(), value));
    Optional<ConfusionMatrix> confusion =
        target instanceof ClassLabels labels && sum.metrics() instanceof ClassificationSum counts
            ? Optional.of(new ConfusionMatrix(labels.labels(), counts.confusion()))
            : Optional.empty();
    return new Evaluation(rows, figures, confusion);
  }

  /**
   * A figure by name.
   *
   * @throws IllegalArgumentException when it was not computed
   */
  public double figure(String name) {
    Double value = figures.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          String.format(
              "there is no figure %s, only %s", name, String.join(", ", figures.keySet())));
    }
    return value;
  }
}
