package io.bellows.kernels.metric;

import io.bellows.kernels.Task;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * Squared, absolute and relative errors, and the spread of the targets: MSE, RMSE, MAE, MAPE, and
 * R² = 1 − Σ w·error² / Σ w·(y − ȳ)². With several targets, of each, and the means over them.
 *
 * <p>Predictions and targets may be in standardised units; the figures are in the targets' own. The
 * spread is merged by the formula of Chan, Golub and LeVeque (1979, equation 2.1), which does not
 * cancel.
 */
public final class RegressionSum implements MetricSum {
  public static final Metric MSE = Metric.minimized("mse", Task.REGRESSION);
  public static final Metric RMSE = Metric.minimized("rmse", Task.REGRESSION);
  public static final Metric MAE = Metric.minimized("mae", Task.REGRESSION);
  public static final Metric R2 = Metric.maximized("r2", Task.REGRESSION);
  static final Metric MAPE = Metric.minimized("mape", Task.REGRESSION);

  private static final long serialVersionUID = 1L;

  /**
   * A target, and what its numbers mean.
   *
   * @param name of the target, in the names of its own figures
   * @param mean what 0 is in its own units
   * @param scale what a difference of 1 is in its own units
   */
  public record Target(String name, double mean, double scale) implements Serializable {
    double own(double number) {
      return number * scale + mean;
    }
  }

  private final List<Target> targets;
  private final List<TargetSum> sums = new ArrayList<>();

  /** The sum over no rows. */
  public RegressionSum(List<Target> targets) {
    this.targets = List.copyOf(targets);
    targets.forEach(target -> sums.add(new TargetSum(target)));
  }

  @Override
  public MetricSum empty() {
    return new RegressionSum(targets);
  }

  @Override
  public void add(FMatrixRMaj predictions, FMatrixRMaj rows, float[] weights) {
    for (int row = 0; row < predictions.numRows; row++) {
      for (int target = 0; target < sums.size(); target++) {
        int place = row * sums.size() + target;
        sums.get(target).add(predictions.data[place], rows.data[place], weights[row]);
      }
    }
  }

  @Override
  public void merge(MetricSum other) {
    for (int target = 0; target < sums.size(); target++) {
      sums.get(target).merge(((RegressionSum) other).sums.get(target));
    }
  }

  @Override
  public Map<Metric, Double> values() {
    Map<Metric, Double> means = new LinkedHashMap<>();
    Map<Metric, Double> each = new LinkedHashMap<>();
    for (TargetSum sum : sums) {
      sum.values()
          .forEach(
              (metric, value) -> {
                means.merge(metric, value / sums.size(), Double::sum);
                each.put(metric.of(sum.target.name), value);
              });
    }
    if (sums.size() > 1) {
      means.putAll(each);
    }
    return means;
  }

  /** The errors of one target. */
  private static final class TargetSum implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Stands for a target of 0, as scikit-learn has it, so that the quotient is a number. */
    private static final double SMALLEST_TARGET = Math.ulp(1.0);

    private final Target target;
    private double weightSum;
    private double squaredErrorSum;
    private double absoluteErrorSum;
    private double relativeErrorSum;
    private double targetMean;
    private double targetSpread;

    TargetSum(Target target) {
      this.target = target;
    }

    void add(float prediction, float expected, double weight) {
      double error = (double) prediction - expected;
      double size = Math.max(SMALLEST_TARGET, Math.abs(target.own(expected)));
      squaredErrorSum += weight * error * error;
      absoluteErrorSum += weight * Math.abs(error);
      relativeErrorSum += weight * (Math.abs(error) * target.scale / size);
      addTargets(weight, expected, 0);
    }

    void merge(TargetSum more) {
      squaredErrorSum += more.squaredErrorSum;
      absoluteErrorSum += more.absoluteErrorSum;
      relativeErrorSum += more.relativeErrorSum;
      addTargets(more.weightSum, more.targetMean, more.targetSpread);
    }

    private void addTargets(double weight, double mean, double spread) {
      if (weight == 0) {
        return;
      }
      double total = weightSum + weight;
      double difference = mean - targetMean;
      targetSpread += spread + difference * difference * (weightSum * weight / total);
      targetMean += difference * (weight / total);
      weightSum = total;
    }

    Map<Metric, Double> values() {
      double meanSquare = squaredErrorSum / weightSum * target.scale * target.scale;
      Map<Metric, Double> values = new LinkedHashMap<>();
      values.put(RMSE, Math.sqrt(meanSquare));
      values.put(MAE, absoluteErrorSum / weightSum * target.scale);
      values.put(R2, 1 - squaredErrorSum / targetSpread);
      values.put(MSE, meanSquare);
      values.put(MAPE, relativeErrorSum / weightSum);
      return values;
    }
  }
}
