package io.bellows.kernels.training;

import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.metric.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The best value that a figure had in a run.
 *
 * @param name as in the history
 * @param epoch the first that had it, from 0
 */
public record BestFigure(String name, double value, int epoch) {
  /**
   * The best of every figure of an evaluation, each where its metric is better. NaN is never the
   * best.
   */
  public static List<BestFigure> of(List<EpochRecord> history) {
    Map<String, BestFigure> best = new LinkedHashMap<>();
    for (EpochRecord record : history) {
      record
          .figures()
          .forEach(
              (name, value) -> {
                if (isOfEvaluation(name) && !Double.isNaN(value)) {
                  best.merge(name, new BestFigure(name, value, record.epoch()), BestFigure::better);
                }
              });
    }
    return new ArrayList<>(best.values());
  }

  private static boolean isOfEvaluation(String name) {
    return name.startsWith(EpochRecord.VALIDATION) || name.startsWith(EpochRecord.TRAINING);
  }

  private static BestFigure better(BestFigure earlier, BestFigure later) {
    Metric metric = Metrics.find(EpochRecord.metricOf(later.name)).orElseThrow();
    return metric.isBetter(later.value, earlier.value) ? later : earlier;
  }
}
