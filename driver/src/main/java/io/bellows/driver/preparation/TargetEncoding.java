package io.bellows.driver.preparation;

import io.bellows.kernels.Task;
import io.bellows.kernels.loss.Loss;
import java.io.Serializable;
import org.apache.spark.sql.Row;

/** What the typed targets of a row are to the network. */
public sealed interface TargetEncoding extends Serializable
    permits ClassLabels, MultiLabels, RealTargets {
  /** What the network is trained to do. */
  Task task();

  /** T: how many numbers a row's targets are to the network. */
  int targets();

  /** How many outputs a network with a loss needs. */
  int outputs(Loss loss);

  /** How many classes, labels or numbers there are. */
  int parts();

  /**
   * Encodes the targets of a row.
   *
   * @param row a typed row. Not modified.
   * @param first the place of its first target
   * @param encoded T numbers. Modified.
   * @throws io.bellows.driver.input.InputException when the network cannot be given it
   */
  void encode(Row row, int first, float[] encoded);
}
