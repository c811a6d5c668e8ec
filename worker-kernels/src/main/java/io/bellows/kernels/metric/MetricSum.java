package io.bellows.kernels.metric;

import java.io.Serializable;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * What some rows contribute to a family of metrics. Sums of parts, merged in a fixed order, give
 * the same bits as they would in any other cut into tasks.
 */
public interface MetricSum extends Serializable {
  /** A new sum of the same kind over no rows. */
  MetricSum empty();

  /**
   * Adds rows.
   *
   * @param predictions (B,O). Not modified.
   * @param targets (B,T). Not modified.
   * @param weights w, B numbers. Not modified.
   */
  void add(FMatrixRMaj predictions, FMatrixRMaj targets, float[] weights);

  /**
   * Adds another sum of the same kind.
   *
   * @param other not modified
   */
  void merge(MetricSum other);

  /** The figures, in the order in which they are shown. */
  Map<Metric, Double> values();
}
