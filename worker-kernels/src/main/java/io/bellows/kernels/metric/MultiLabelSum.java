package io.bellows.kernels.metric;

import io.bellows.kernels.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * How well labels are told, each taken as predicted where its probability is above ½: the part of
 * all labels of all rows that is right and wrong (accuracy, error), the part of rows of which all
 * labels are right, the mean log-loss of a label, and precision, recall and F₁.
 */
public final class MultiLabelSum implements MetricSum {
  static final Metric EXACT_MATCH = Metric.maximized("exact-match", Task.MULTI_LABEL);

  private static final long serialVersionUID = 1L;

  private final List<String> labels;
  private final ClassCounts counts;
  private double right;
  private double wrong;
  private double exact;
  private double logLossSum;
  private double rowSum;

  /** The sum over no rows, of labels with these names. */
  public MultiLabelSum(List<String> labels) {
    this.labels = List.copyOf(labels);
    this.counts = new ClassCounts(this.labels);
  }

  @Override
  public MetricSum empty() {
    return new MultiLabelSum(labels);
  }

  @Override
  public void add(FMatrixRMaj predictions, FMatrixRMaj targets, float[] weights) {
    for (int row = 0; row < predictions.numRows; row++) {
      boolean isExact = true;
      for (int label = 0; label < labels.size(); label++) {
        isExact &= add(label, predictions.get(row, label), targets.get(row, label), weights[row]);
      }
      exact += isExact ? weights[row] : 0;
      rowSum += weights[row];
    }
  }

  /** Adds a label of a row, and says whether it is right. */
  private boolean add(int label, float probability, float target, float weight) {
    boolean isActual = target > 0.5;
    boolean isPredicted = probability > 0.5;
    boolean isRight = isActual == isPredicted;
    if (isActual) {
      counts.addActual(label, weight);
    }
    if (isPredicted) {
      counts.addPredicted(label, weight, isActual);
    }
    right += isRight ? weight : 0;
    wrong += isRight ? 0 : weight;
    double ofRight = isActual ? probability : 1 - (double) probability;
    logLossSum += weight * ClassificationSum.logLoss(ofRight);
    return isRight;
  }

  @Override
  public void merge(MetricSum other) {
    MultiLabelSum more = (MultiLabelSum) other;
    counts.merge(more.counts);
    right += more.right;
    wrong += more.wrong;
    exact += more.exact;
    logLossSum += more.logLossSum;
    rowSum += more.rowSum;
  }

  @Override
  public Map<Metric, Double> values() {
    double all = rowSum * labels.size();
    Map<Metric, Double> values = new LinkedHashMap<>();
    values.put(ClassificationSum.ACCURACY, right / all);
    values.put(ClassificationSum.LOG_LOSS, logLossSum / all);
    values.put(ClassificationSum.ERROR, wrong / all);
    values.put(EXACT_MATCH, exact / rowSum);
    values.putAll(counts.overall());
    values.putAll(counts.byLabel());
    return values;
  }
}
