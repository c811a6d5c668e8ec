package io.bellows.kernels.data;

import io.bellows.kernels.linalg.LayerInput;

/**
 * Features of a byte each, where there are at most 256 different numbers: a byte is the place of
 * its number in a table.
 */
final class ByteRows implements FeatureRows {
  /** Numbers of a table. */
  static final int NUMBERS = 256;

  private static final long serialVersionUID = 1L;

  private final int inputs;
  private final byte[] places;
  private final float[] table;

  /**
   * Rows over arrays, which are kept, not copied.
   *
   * @param table 256 numbers
   */
  ByteRows(int inputs, byte[] places, float[] table) {
    this.inputs = inputs;
    this.places = places;
    this.table = table;
  }

  @Override
  public long bytes() {
    return places.length + (long) Float.BYTES * NUMBERS;
  }

  @Override
  public void copyRow(int row, LayerInput input, int position) {
    if (input.isSparse()) {
      input.sparse().setRow(position, places, row * inputs, table);
    } else {
      input.dense().setRow(position, places, row * inputs, table);
    }
  }
}
