package io.bellows.kernels.metric;

import io.bellows.kernels.Registry;
import java.util.List;

/** The metrics by name. */
public final class Metrics {
  public static final Registry<Metric> REGISTRY =
      new Registry<>(
          "metric",
          List.of(
              Metric.LOSS,
              ClassificationSum.ACCURACY,
              ClassificationSum.LOG_LOSS,
              ClassificationSum.ERROR,
              RegressionSum.RMSE,
              RegressionSum.MAE,
              RegressionSum.R2,
              RegressionSum.MSE),
          Metric::name);

  private Metrics() {}
}
