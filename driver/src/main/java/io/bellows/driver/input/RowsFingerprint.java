package io.bellows.driver.input;

import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * What a set of rows is known by, in whatever order they come: how many there are, and the sum of
 * their hashes modulo 2^128.
 *
 * @param high the upper 64 bits of the sum
 * @param low the lower 64 bits
 */
public record RowsFingerprint(long rows, long high, long low) implements Serializable {
  /** No rows. */
  public static final RowsFingerprint NONE = new RowsFingerprint(0, 0, 0);

  /** One row, as {@link RowCodec} writes it. */
  static RowsFingerprint of(byte[] encoded) {
    ByteBuffer hash = ByteBuffer.wrap(encoded);
    return new RowsFingerprint(1, hash.getLong(), hash.getLong());
  }

  /** These rows and others. */
  RowsFingerprint plus(RowsFingerprint others) {
    long sum = low + others.low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    return new RowsFingerprint(rows + others.rows, high + others.high + carry, sum);
  }

  @Override
  public String toString() {
    return String.format("%,d rows with the hash sum %016x%016x", rows, high, low);
  }
}
