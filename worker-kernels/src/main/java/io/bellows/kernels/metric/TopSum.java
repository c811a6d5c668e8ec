package io.bellows.kernels.metric;

import io.bellows.kernels.Task;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * The part of rows whose class is among the k most probable ones; of equally probable classes the
 * first counts as more probable.
 */
public final class TopSum implements MetricSum {
  private static final long serialVersionUID = 1L;

  private final int most;
  private double hits;
  private double all;

  /**
   * The sum over no rows.
   *
   * @param most k, at least 1
   */
  public TopSum(int most) {
    this.most = most;
  }

  /** The figure for some k. */
  static Metric metric(int most) {
    return Metric.maximized("top-" + most, Task.CLASSIFICATION);
  }

  @Override
  public MetricSum empty() {
    return new TopSum(most);
  }

  @Override
  public void add(FMatrixRMaj predictions, FMatrixRMaj targets, float[] weights) {
    for (int row = 0; row < predictions.numRows; row++) {
      all += weights[row];
      hits += rank(predictions, row, (int) targets.data[row]) < most ? weights[row] : 0;
    }
  }

  /** How many classes come before one. */
  private static int rank(FMatrixRMaj predictions, int row, int label) {
    double own = Probabilities.of(predictions, row, label);
    int before = 0;
    for (int other = 0; other < Probabilities.classes(predictions); other++) {
      double probability = Probabilities.of(predictions, row, other);
      before += probability > own || (probability == own && other < label) ? 1 : 0;
    }
    return before;
  }

  @Override
  public void merge(MetricSum other) {
    TopSum more = (TopSum) other;
    hits += more.hits;
    all += more.all;
  }

  @Override
  public Map<Metric, Double> values() {
    return Map.of(metric(most), hits / all);
  }
}
