package io.bellows.kernels.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * Precision, recall and F₁ of most probable classes: of each class, over all of them, and where
 * there are two, of the second.
 */
public final class PrecisionRecallSum implements MetricSum {
  private static final long serialVersionUID = 1L;

  private final List<String> labels;
  private final ClassCounts counts;

  /** The sum over no rows, of the classes with these labels. */
  public PrecisionRecallSum(List<String> labels) {
    this.labels = List.copyOf(labels);
    this.counts = new ClassCounts(this.labels);
  }

  @Override
  public MetricSum empty() {
    return new PrecisionRecallSum(labels);
  }

  @Override
  public void add(FMatrixRMaj predictions, FMatrixRMaj targets, float[] weights) {
    for (int row = 0; row < predictions.numRows; row++) {
      int label = (int) targets.data[row];
      int predicted = Probabilities.mostProbable(predictions, row);
      counts.addActual(label, weights[row]);
      counts.addPredicted(predicted, weights[row], predicted == label);
    }
  }

  @Override
  public void merge(MetricSum other) {
    counts.merge(((PrecisionRecallSum) other).counts);
  }

  @Override
  public Map<Metric, Double> values() {
    Map<Metric, Double> values = new LinkedHashMap<>();
    if (labels.size() == 2) {
      values.putAll(counts.of(1));
    }
    values.putAll(counts.overall());
    values.putAll(counts.byLabel());
    return values;
  }
}
