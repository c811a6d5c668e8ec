package io.bellows.kernels.data;

import io.bellows.kernels.FloatBytes;
import io.bellows.kernels.IntBytes;
import io.bellows.kernels.linalg.LayerInput;

/**
 * Only the features other than 0, of 8 bytes each: compressed sparse rows. Negative zeros are among
 * them, so that they come back.
 */
final class SparseRows implements FeatureRows {
  private static final long serialVersionUID = 1L;

  /** Measured: below this part of the numbers, sparse products are faster than dense ones. */
  private static final int NUMBERS_TO_A_HELD_ONE = 32;

  private final int inputs;
  private final int[] begins;
  private final int[] places;
  private final float[] numbers;

  /**
   * Rows over arrays, which are kept, not copied.
   *
   * @param begins where each row begins, and where the last one ends
   * @param places the column of each number, ascending in each row
   */
  SparseRows(int inputs, int[] begins, int[] places, float[] numbers) {
    this.inputs = inputs;
    this.begins = begins;
    this.places = places;
    this.numbers = numbers;
  }

  @Override
  public long bytes() {
    return bytes(begins.length - 1, numbers.length);
  }

  /** What so many rows with so many numbers other than 0 take. */
  static long bytes(int rows, long held) {
    return Integer.BYTES * (rows + 1L) + (Integer.BYTES + Float.BYTES) * held;
  }

  @Override
  public boolean isMostlyZero() {
    return isMostlyZero(numbers.length, (begins.length - 1L) * inputs);
  }

  /** Whether sparse products are faster, of so many numbers of which some are other than 0. */
  static boolean isMostlyZero(long held, long numbers) {
    return NUMBERS_TO_A_HELD_ONE * held < numbers;
  }

  @Override
  public void copyRow(int row, LayerInput input, int position) {
    int from = begins[row];
    int count = begins[row + 1] - from;
    if (input.isSparse()) {
      input.sparse().setRow(position, places, numbers, from, count);
    } else {
      input.dense().setRow(position, places, numbers, from, count);
    }
  }

  private Object writeReplace() {
    return new Stored(inputs, IntBytes.of(begins), IntBytes.of(places), FloatBytes.of(numbers));
  }

  /** What travels, or lies on disk. */
  private record Stored(int inputs, byte[] begins, byte[] places, byte[] numbers)
      implements java.io.Serializable {
    private Object readResolve() {
      return new SparseRows(
          inputs, IntBytes.ints(begins), IntBytes.ints(places), FloatBytes.floats(numbers));
    }
  }
}
