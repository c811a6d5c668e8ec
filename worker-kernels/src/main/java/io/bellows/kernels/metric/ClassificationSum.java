package io.bellows.kernels.metric;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * The confusion matrix, weighted by row weights, and from it the accuracy and the error, which is 1
 * minus the accuracy; and the log-loss, −log of the probability of the row's class, with
 * probabilities below 1e-15 raised to it.
 */
public final class ClassificationSum implements MetricSum {
  public static final Metric ACCURACY = Metric.maximized("accuracy");
  public static final Metric LOG_LOSS = Metric.minimized("log-loss");
  public static final Metric ERROR = Metric.minimized("error");

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
      confusion[label][mostProbable(predictions, row)] += weights[row];
      double probability = predictions.data[row * predictions.numCols + label];
      logLossSum -= weights[row] * StrictMath.log(Math.max(probability, SMALLEST_PROBABILITY));
    }
  }

  /** The column with the largest number of a row; the first of equals. */
  public static int mostProbable(FMatrixRMaj predictions, int row) {
    int start = row * predictions.numCols;
    int best = 0;
    for (int column = 1; column < predictions.numCols; column++) {
      if (predictions.data[start + column] > predictions.data[start + best]) {
        best = column;
      }
    }
    return best;
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
