package io.bellows.kernels.data;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.FloatBytes;
import java.io.Serializable;

/**
 * Up to 1,024 consecutive rows of a share, packed: 4 bytes for each feature, target and weight.
 * Immutable once built.
 *
 * <p>Fields: features (R,I) and targets (R,T) row-major, weights (R).
 */
public final class PackedBlock implements Serializable {
  /** Rows of every block of a share but its last. Part of the bits. */
  public static final int ROWS = 1024;

  private static final long serialVersionUID = 1L;

  private final int share;
  private final int index;
  private final float[] features;
  private final float[] targets;
  private final float[] weights;

  /**
   * A block over arrays, which are kept, not copied.
   *
   * @param share the share it belongs to
   * @param index its place in the share, from 0
   */
  public PackedBlock(int share, int index, float[] features, float[] targets, float[] weights) {
    require(
        weights.length >= 1 && weights.length <= ROWS,
        "a block holds 1 to %d rows, not %d",
        ROWS,
        weights.length);
    this.share = share;
    this.index = index;
    this.features = features;
    this.targets = targets;
    this.weights = weights;
  }

  public int share() {
    return share;
  }

  public int index() {
    return index;
  }

  public int rows() {
    return weights.length;
  }

  /** Bytes of the packed numbers. */
  public long bytes() {
    return 4L * (features.length + targets.length + weights.length);
  }

  /**
   * Copies a row into a batch.
   *
   * @param batch modified at {@code position}
   */
  public void copyRow(int row, Batch batch, int position) {
    int inputs = features.length / weights.length;
    int width = targets.length / weights.length;
    batch.features().setRow(position, features, row * inputs);
    System.arraycopy(targets, row * width, batch.targets().data, position * width, width);
    batch.weights()[position] = weights[row];
  }

  /**
   * Copies all rows into a batch, which becomes as long as the block.
   *
   * @param batch modified
   */
  public void copyTo(Batch batch) {
    batch.reshape(rows());
    for (int row = 0; row < rows(); row++) {
      copyRow(row, batch, row);
    }
  }

  private Object writeReplace() {
    return new Stored(
        share, index, FloatBytes.of(features), FloatBytes.of(targets), FloatBytes.of(weights));
  }

  /** What travels, or lies on disk. */
  private record Stored(int share, int index, byte[] features, byte[] targets, byte[] weights)
      implements Serializable {
    private Object readResolve() {
      return new PackedBlock(
          share,
          index,
          FloatBytes.floats(features),
          FloatBytes.floats(targets),
          FloatBytes.floats(weights));
    }
  }
}
