package io.bellows.driver.evaluation;

import io.bellows.driver.preparation.ClassLabels;
import io.bellows.driver.preparation.MultiLabels;
import io.bellows.driver.preparation.RealTargets;
import io.bellows.driver.preparation.TargetEncoding;
import io.bellows.kernels.metric.ChosenMetrics;
import io.bellows.kernels.metric.ClassificationSum;
import io.bellows.kernels.metric.MetricSum;
import io.bellows.kernels.metric.Metrics;
import io.bellows.kernels.metric.RegressionSum;
import io.bellows.kernels.training.EvaluationSum;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a model reached on some rows.
 *
 * @param figures loss and metrics by name, in the order in which they are shown; metrics of real
 *     targets in the target's own units
 */
public record Evaluation(
    long rows, Map<String, Double> figures, Optional<ConfusionMatrix> confusion) {
  /** The sums of the named metrics for a target. */
  public static MetricSum metrics(TargetEncoding target, Set<String> names) {
    if (target instanceof ClassLabels classes) {
      return Metrics.ofClasses(classes.labels(), names);
    }
    if (target instanceof MultiLabels flags) {
      return Metrics.ofLabels(flags.labels(), names);
    }
    List<RegressionSum.Target> numbers =
        ((RealTargets) target)
            .numbers().stream()
                .map(real -> new RegressionSum.Target(real.name(), real.mean(), real.scale()))
                .toList();
    return Metrics.ofNumbers(numbers, names);
  }

  /** The names of all metrics that a finished model with a target is looked at by. */
  public static Set<String> all(TargetEncoding target) {
    return Metrics.all(target.task(), target.parts());
  }

  /** The figures of a finished sum. */
  public static Evaluation of(EvaluationSum sum, long rows, TargetEncoding target) {
    Map<String, Double> figures = new LinkedHashMap<>();
    sum.figures().forEach((metric, value) -> figures.put(metric.name(), value));
    Optional<ConfusionMatrix> confusion =
        target instanceof ClassLabels classes
            ? confusion(classes, (ChosenMetrics) sum.metrics())
            : Optional.empty();
    return new Evaluation(rows, figures, confusion);
  }

  private static Optional<ConfusionMatrix> confusion(ClassLabels classes, ChosenMetrics metrics) {
    return metrics.families().stream()
        .filter(ClassificationSum.class::isInstance)
        .map(counts -> ((ClassificationSum) counts).confusion())
        .map(counts -> new ConfusionMatrix(classes.labels(), counts))
        .findFirst();
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
