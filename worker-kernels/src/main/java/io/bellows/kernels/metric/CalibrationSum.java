package io.bellows.kernels.metric;

import io.bellows.kernels.Task;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * The expected calibration error: how far the probability of the most probable class is from the
 * part of rows for which it is right, in 15 bins of equally wide probabilities, averaged by the
 * weights of their rows. Source: Guo, Pleiss, Sun, Weinberger, "On calibration of modern neural
 * networks" (2017), equation 3.
 */
public final class CalibrationSum implements MetricSum {
  static final Metric ECE = Metric.minimized("ece", Task.CLASSIFICATION);

  private static final long serialVersionUID = 1L;
  private static final int BINS = 15;

  /** Σ w·(right − probability) of each bin. */
  private final double[] gaps = new double[BINS];

  private double all;

  @Override
  public MetricSum empty() {
    return new CalibrationSum();
  }

  @Override
  public void add(FMatrixRMaj predictions, FMatrixRMaj targets, float[] weights) {
    for (int row = 0; row < predictions.numRows; row++) {
      int predicted = Probabilities.mostProbable(predictions, row);
      double probability = Probabilities.of(predictions, row, predicted);
      int bin = (int) Math.max(0, Math.ceil(probability * BINS) - 1);
      int right = predicted == (int) targets.data[row] ? 1 : 0;
      gaps[Math.min(bin, BINS - 1)] += weights[row] * (right - probability);
      all += weights[row];
    }
  }

  @Override
  public void merge(MetricSum other) {
    CalibrationSum more = (CalibrationSum) other;
    for (int bin = 0; bin < BINS; bin++) {
      gaps[bin] += more.gaps[bin];
    }
    all += more.all;
  }

  @Override
  public Map<Metric, Double> values() {
    double sum = 0;
    for (double gap : gaps) {
      sum += Math.abs(gap);
    }
    return Map.of(ECE, sum / all);
  }
}
