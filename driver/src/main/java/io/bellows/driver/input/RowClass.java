package io.bellows.driver.input;

import java.io.Serializable;

/**
 * The class by which rows are counted: the target's text, or one class for all.
 *
 * @param columns of the encoded rows; the target is the last but one
 */
record RowClass(RowCodec codec, int columns, boolean byTarget) implements Serializable {
  String of(byte[] row) {
    return byTarget ? String.valueOf(codec.value(row, columns - 2)) : "";
  }
}
