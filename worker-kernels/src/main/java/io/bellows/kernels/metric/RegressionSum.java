package io.bellows.kernels.metric;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * Squared and absolute errors, and the spread of the targets: MSE, RMSE, MAE, and R² = 1 − Σ
 * w·error² / Σ w·(y − ȳ)².
 *
 * <p>Predictions and targets may be in standardised units; the figures are in the target's own:
 * differences are multiplied by the scale. The spread is merged by the formula of Chan, Golub and
 * LeVeque (1979, equation 2.1), which does not cancel. With several targets a row, all count alike.
 */
public final class RegressionSum implements MetricSum {
  public static final Metric MSE = Metric.minimized("mse");
  public static final Metric RMSE = Metric.minimized("rmse");
  public static final Metric MAE = Metric.minimized("mae");
  public static final Metric R2 = Metric.maximized("r2");

  private static final long serialVersionUID = 1L;

  private final double scale;
  private double weightSum;
  private double squaredErrorSum;
  private double absoluteErrorSum;
  private double targetMean;
  private double targetSpread;

  /**
   * The sum over no rows.
   *
   * @param scale what a difference of 1 in predictions and targets is in the target's own units
   */
  public RegressionSum(double scale) {
    this.scale = scale;
  }

  @Override
  public MetricSum empty() {
    return new RegressionSum(scale);
  }

  @Override
  public void add(FMatrixRMaj predictions, FMatrixRMaj targets, float[] weights) {
    for (int i = 0; i < predictions.getNumElements(); i++) {
      double weight = weights[i / predictions.numCols];
      double error = (double) predictions.data[i] - targets.data[i];
      squaredErrorSum += weight * error * error;
      absoluteErrorSum += weight * Math.abs(error);
      addTargets(weight, targets.data[i], 0);
    }
  }

  @Override
  public void merge(MetricSum other) {
    RegressionSum more = (RegressionSum) other;
    squaredErrorSum += more.squaredErrorSum;
    absoluteErrorSum += more.absoluteErrorSum;
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

  @Override
  public Map<Metric, Double> values() {
    double meanSquare = squaredErrorSum / weightSum * scale * scale;
    Map<Metric, Double> values = new LinkedHashMap<>();
    values.put(RMSE, Math.sqrt(meanSquare));
    values.put(MAE, absoluteErrorSum / weightSum * scale);
    values.put(R2, 1 - squaredErrorSum / targetSpread);
    values.put(MSE, meanSquare);
    return values;
  }
}
