package io.bellows.kernels.data;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.FloatBytes;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Up to 1,024 consecutive rows of a share, packed: features in the form that takes the fewest bytes
 * and gives back the same bits (4 bytes each, a byte each where there are at most 256 different
 * numbers, or only those other than 0), 4 bytes for each target and weight. Immutable once built.
 *
 * <p>Fields: features (R,I), targets (R,T) row-major, weights (R).
 */
public final class PackedBlock implements Serializable {
  /** Rows of every block of a share but its last. Part of the bits. */
  public static final int ROWS = 1024;

  private static final long serialVersionUID = 1L;

  private final int share;
  private final int index;
  private final FeatureRows features;
  private final float[] targets;
  private final float[] weights;

  /**
   * A block of rows with all their features in one array, row by row.
   *
   * @param share the share it belongs to
   * @param index its place in the share, from 0
   * @param features not kept
   * @param targets kept, not copied
   * @param weights kept, not copied
   */
  public PackedBlock(int share, int index, float[] features, float[] targets, float[] weights) {
    this(share, index, rows(features, weights.length), targets, weights);
  }

  /**
   * A block of rows.
   *
   * @param share the share it belongs to
   * @param index its place in the share, from 0
   * @param features one row for each weight, all of as many inputs; not kept
   * @param targets kept, not copied
   * @param weights kept, not copied
   */
  public PackedBlock(
      int share, int index, List<InputRow> features, float[] targets, float[] weights) {
    this(share, index, packed(features), targets, weights);
  }

  /** A block of rows that are packed, over arrays, which are kept, not copied. */
  PackedBlock(int share, int index, FeatureRows features, float[] targets, float[] weights) {
    this.share = share;
    this.index = index;
    this.features = features;
    this.targets = targets;
    this.weights = weights;
  }

  private static List<InputRow> rows(float[] features, int count) {
    int inputs = count == 0 ? 0 : features.length / count;
    return IntStream.range(0, count)
        .mapToObj(
            row -> InputRow.dense(Arrays.copyOfRange(features, row * inputs, (row + 1) * inputs)))
        .toList();
  }

  private static FeatureRows packed(List<InputRow> rows) {
    require(
        rows.size() >= 1 && rows.size() <= ROWS,
        "a block holds 1 to %d rows, not %d",
        ROWS,
        rows.size());
    return FeaturePacking.smallest(rows);
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
    return features.bytes() + 4L * (targets.length + weights.length);
  }

  /** Whether so few features are other than 0 that a batch of these rows should be sparse. */
  public boolean isMostlyZero() {
    return features.isMostlyZero();
  }

  /**
   * Copies a row into a batch, in the form in which that holds its rows.
   *
   * @param batch modified at {@code position}
   */
  public void copyRow(int row, Batch batch, int position) {
    int width = targets.length / weights.length;
    features.copyRow(row, batch.input(), position);
    System.arraycopy(targets, row * width, batch.targets().data, position * width, width);
    batch.weights()[position] = weights[row];
  }

  /**
   * Copies all rows into a batch, which becomes as long as the block, and sparse where the block is
   * mostly zero.
   *
   * @param batch modified
   */
  public void copyTo(Batch batch) {
    batch.reshape(rows());
    batch.input().hold(isMostlyZero());
    for (int row = 0; row < rows(); row++) {
      copyRow(row, batch, row);
    }
  }

  private Object writeReplace() {
    return new Stored(share, index, features, FloatBytes.of(targets), FloatBytes.of(weights));
  }

  /** What travels, or lies on disk. */
  private record Stored(int share, int index, FeatureRows features, byte[] targets, byte[] weights)
      implements Serializable {
    private Object readResolve() {
      return new PackedBlock(
          share, index, features, FloatBytes.floats(targets), FloatBytes.floats(weights));
    }
  }
}
