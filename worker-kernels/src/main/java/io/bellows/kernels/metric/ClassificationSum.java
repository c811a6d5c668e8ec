package io.bellows.kernels.metric;

import io.bellows.kernels.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * The confusion matrix, weighted by row weights, and from it the accuracy and the error, which is 1
 * minus the accuracy; and the log-loss, −log of the probability of the row's class, with
 * probabilities below 1e-15 raised to it.
 */
public final class ClassificationSum implements MetricSum {
  public static final Metric ACCURACY =
      Metric.maximized("accuracy", Task.CLASSIFICATION, Task.MULTI_LABEL);
  public static final Metric LOG_LOSS =
      Metric.minimized("log-loss", Task.CLASSIFICATION, Task.MULTI_LABEL);
  public static final Metric ERROR =
      Metric.minimized("error", Task.CLASSIFICATION, Task.MULTI_LABEL);

  private static final long serialVersionUID = 1L;
  private static final double SMALLEST_PROBABILITY = 1e-15;

  private final double[][] confusion;
  private double logLossSum;

  /** The sum over no rows. */
  public ClassificationSum(int classes) {
    confusion = new double[classes][classes];
  }

  @Override
  public MetricSum empty() {
    return new ClassificationSum(confusion.length);
  }

  @Override
  public void add(FMatrixRMaj predictions, FMatrixRMaj targets, float[] weights) {
    for (int row = 0; row < predictions.numRows; row++) {
      int label = (int) targets.data[row];
      confusion[label][Probabilities.mostProbable(predictions, row)] += weights[row];
      logLossSum += weights[row] * logLoss(Probabilities.of(predictions, row, label));
    }
  }

  /** −log of the probability of what was right. */
  static double logLoss(double probability) {
    return -StrictMath.log(Math.max(probability, SMALLEST_PROBABILITY));
  }

  @Override
  public void merge(MetricSum other) {
    ClassificationSum more = (ClassificationSum) other;
    for (int label = 0; label < confusion.length; label++) {
      for (int predicted = 0; predicted < confusion.length; predicted++) {
        confusion[label][predicted] += more.confusion[label][predicted];
      }
    }
    logLossSum += more.logLossSum;
  }

  /** Σ w by class (row) and predicted class (column). A copy. */
  public double[][] confusion() {
    double[][] copy = new double[confusion.length][];
    for (int label = 0; label < confusion.length; label++) {
      copy[label] = confusion[label].clone();
    }
    return copy;
  }

  @Override
  public Map<Metric, Double> values() {
    double right = 0;
    double wrong = 0;
    double all = 0;
    for (int label = 0; label < confusion.length; label++) {
      right += confusion[label][label];
      for (int predicted = 0; predicted < confusion.length; predicted++) {
        all += confusion[label][predicted];
        wrong += predicted == label ? 0 : confusion[label][predicted];
      }
    }
    Map<Metric, Double> values = new LinkedHashMap<>();
    values.put(ACCURACY, right / all);
    values.put(LOG_LOSS, logLossSum / all);
    values.put(ERROR, wrong / all);
    return values;
  }
}
