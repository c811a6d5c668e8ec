package io.bellows.kernels.metric;

import io.bellows.kernels.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * Areas under the curves over all thresholds: of true by false positives (ROC), and of precision by
 * recall (as average precision, Σ (Rₙ − Rₙ₋₁)·Pₙ). With two classes that of the second, with more
 * the mean of each against the rest, with labels the mean over these; a class that all rows have,
 * or none, takes no part.
 *
 * <p>Rows are counted by bins of their probability ({@link ScoreHistogram}); those of a bin are
 * taken as equally probable.
 */
public final class RankingSum implements MetricSum {
  static final Metric AUC_ROC = area("auc-roc");
  static final Metric AUC_PR = area("auc-pr");

  private static final long serialVersionUID = 1L;

  private final Task task;
  private final ScoreHistogram[] histograms;

  /**
   * The sum over no rows.
   *
   * @param labels how many classes or labels there are
   */
  public RankingSum(Task task, int labels) {
    this.task = task;
    histograms = new ScoreHistogram[labels];
    for (int label = 0; label < labels; label++) {
      histograms[label] = new ScoreHistogram();
    }
  }

  private static Metric area(String name) {
    return Metric.maximized(name, Task.CLASSIFICATION, Task.MULTI_LABEL);
  }

  @Override
  public MetricSum empty() {
    return new RankingSum(task, histograms.length);
  }

  @Override
  public void add(FMatrixRMaj predictions, FMatrixRMaj targets, float[] weights) {
    for (int row = 0; row < predictions.numRows; row++) {
      for (int label = first(); label < histograms.length; label++) {
        if (task == Task.MULTI_LABEL) {
          histograms[label].add(
              predictions.get(row, label), targets.get(row, label) > 0.5, weights[row]);
        } else {
          double probability = Probabilities.of(predictions, row, label);
          histograms[label].add(probability, label == (int) targets.data[row], weights[row]);
        }
      }
    }
  }

  /** Of two classes, the first says what the second does. */
  private int first() {
    return task == Task.CLASSIFICATION && histograms.length == 2 ? 1 : 0;
  }

  @Override
  public void merge(MetricSum other) {
    RankingSum more = (RankingSum) other;
    for (int label = first(); label < histograms.length; label++) {
      histograms[label].merge(more.histograms[label]);
    }
  }

  @Override
  public Map<Metric, Double> values() {
    double rocs = 0;
    double averagePrecisions = 0;
    int curves = 0;
    for (int label = first(); label < histograms.length; label++) {
      Curve curve = new Curve();
      histograms[label].visit(curve);
      if (curve.present > 0 && curve.absent > 0) {
        rocs += curve.rocArea / (curve.present * curve.absent);
        averagePrecisions += curve.precisionSum / curve.present;
        curves++;
      }
    }
    Map<Metric, Double> values = new LinkedHashMap<>();
    values.put(AUC_ROC, rocs / curves);
    values.put(AUC_PR, averagePrecisions / curves);
    return values;
  }

  /** Thresholds falling from bin to bin. */
  private static final class Curve implements ScoreHistogram.Visitor {
    private double present;
    private double absent;
    private double rocArea;
    private double precisionSum;

    @Override
    public void bin(double presentWeight, double absentWeight) {
      rocArea += absentWeight * (present + presentWeight / 2);
      present += presentWeight;
      absent += absentWeight;
      precisionSum += presentWeight * (present / (present + absent));
    }
  }
}
