package io.bellows.jobs.quickstart;

import java.util.ArrayList;
import java.util.List;

/**
 * How much hidden units repeat each other: the mean of |Pearson's correlation| over all pairs of
 * units, of those that are not the same for all rows.
 */
final class UnitCorrelation {
  private UnitCorrelation() {}

  /**
   * The mean absolute correlation.
   *
   * @param outputs one array for each row, one number for each unit. Not modified.
   * @return between 0 and 1; 0 when fewer than two units vary
   */
  static double meanAbsolute(List<double[]> outputs) {
    List<double[]> units = standardised(outputs);
    double sum = 0;
    long pairs = 0;
    for (int first = 0; first < units.size(); first++) {
      for (int second = 0; second < first; second++) {
        sum += Math.abs(product(units.get(first), units.get(second)));
        pairs++;
      }
    }
    return pairs == 0 ? 0 : sum / pairs;
  }

  /** The varying units, each with mean 0 and length 1. */
  private static List<double[]> standardised(List<double[]> outputs) {
    List<double[]> units = new ArrayList<>();
    for (int unit = 0; unit < outputs.get(0).length; unit++) {
      double[] values = new double[outputs.size()];
      double mean = 0;
      for (int row = 0; row < values.length; row++) {
        values[row] = outputs.get(row)[unit];
        mean += values[row] / values.length;
      }
      for (int row = 0; row < values.length; row++) {
        values[row] -= mean;
      }
      double length = Math.sqrt(product(values, values));
      if (length > 0) {
        for (int row = 0; row < values.length; row++) {
          values[row] /= length;
        }
        units.add(values);
      }
    }
    return units;
  }

  private static double product(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
