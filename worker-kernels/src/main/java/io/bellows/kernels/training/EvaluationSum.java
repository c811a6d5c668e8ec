package io.bellows.kernels.training;

import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.metric.MetricSum;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** Σ w·loss, Σ w, and the metrics' sums over some rows. One owner at a time. */
public final class EvaluationSum implements Serializable {
  private static final long serialVersionUID = 1L;

  private final MetricSum metrics;
  private double lossSum;
  private double weightSum;

  /** A sum over no rows, with metrics of the given kind. */
  public EvaluationSum(MetricSum kind) {
    metrics = kind.empty();
  }

  void add(double rowsLossSum, double rowsWeightSum) {
    lossSum += rowsLossSum;
    weightSum += rowsWeightSum;
  }

  /** Adds another sum, and returns this. */
  public EvaluationSum plus(EvaluationSum other) {
    add(other.lossSum, other.weightSum);
    metrics.merge(other.metrics);
    return this;
  }

  /** The metrics' sums. */
  public MetricSum metrics() {
    return metrics;
  }

  /** Loss and metrics, each divided once. */
  public Map<Metric, Double> figures() {
    Map<Metric, Double> figures = new LinkedHashMap<>();
    figures.put(Metric.LOSS, lossSum / weightSum);
    figures.putAll(metrics.values());
    return figures;
  }
}
