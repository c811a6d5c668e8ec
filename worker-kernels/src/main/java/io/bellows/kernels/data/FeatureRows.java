package io.bellows.kernels.data;

import io.bellows.kernels.linalg.LayerInput;
import java.io.Serializable;

/**
 * The features of a block's rows, (R,I), in a form that gives back every number bit for bit.
 * Immutable once built.
 */
sealed interface FeatureRows extends Serializable permits DenseRows, ByteRows, SparseRows {
  /** Bytes of the numbers. */
  long bytes();

  /** Whether so few numbers are other than 0 that sparse products are faster. */
  default boolean isMostlyZero() {
    return false;
  }

  /**
   * Copies a row, in the form in which the input is held.
   *
   * @param input modified at {@code position}
   */
  void copyRow(int row, LayerInput input, int position);
}
