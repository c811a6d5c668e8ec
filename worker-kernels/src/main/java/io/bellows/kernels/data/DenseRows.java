package io.bellows.kernels.data;

import io.bellows.kernels.FloatBytes;
import io.bellows.kernels.linalg.LayerInput;

/** Features of 4 bytes each, row by row. */
final class DenseRows implements FeatureRows {
  private static final long serialVersionUID = 1L;

  private final int inputs;
  private final float[] numbers;

  /** Rows over an array, which is kept, not copied. */
  DenseRows(int inputs, float[] numbers) {
    this.inputs = inputs;
    this.numbers = numbers;
  }

  @Override
  public long bytes() {
    return (long) Float.BYTES * numbers.length;
  }

  @Override
  public void copyRow(int row, LayerInput input, int position) {
    if (input.isSparse()) {
      input.sparse().setRow(position, numbers, row * inputs);
    } else {
      input.dense().setRow(position, numbers, row * inputs);
    }
  }

  private Object writeReplace() {
    return new Stored(inputs, FloatBytes.of(numbers));
  }

  /** What travels, or lies on disk. */
  private record Stored(int inputs, byte[] numbers) implements java.io.Serializable {
    private Object readResolve() {
      return new DenseRows(inputs, FloatBytes.floats(numbers));
    }
  }
}
