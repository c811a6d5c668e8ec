package io.bellows.kernels.linalg;

import org.jspecify.annotations.Nullable;

/**
 * What goes into a layer, (B,I): a dense matrix or, where nearly all numbers are 0, a sparse one,
 * with the same results. Only the first layer's may be sparse. There is room for either only once
 * it is {@link #hold held}, so that wide rows never take the room of dense ones.
 */
public final class LayerInput {
  private final DenseKernels kernels;
  private final int capacity;
  private final int columns;
  private final boolean mayBeSparse;
  private int rows;
  private boolean isSparse;
  private @Nullable PanelMatrix dense;
  private @Nullable SparseMatrix sparse;

  /** Room for rows, made when it is known which form they take; until then it is the dense one. */
  public LayerInput(DenseKernels kernels, int capacity, int columns) {
    this(kernels, capacity, columns, true);
  }

  /**
   * Room for rows.
   *
   * @param mayBeSparse false where somebody else needs the dense form: then it is the only one
   */
  public LayerInput(DenseKernels kernels, int capacity, int columns, boolean mayBeSparse) {
    this.mayBeSparse = mayBeSparse;
    this.kernels = kernels;
    this.capacity = capacity;
    this.columns = columns;
    this.rows = capacity;
  }

  /** Takes the form of the next rows, whose numbers are undefined until they are filled. */
  public void hold(boolean newIsSparse) {
    isSparse = newIsSparse && mayBeSparse;
    if (isSparse && sparse == null) {
      sparse = new SparseMatrix(capacity, columns);
    }
    if (!isSparse && dense == null) {
      dense = kernels.matrix(capacity, columns);
    }
    reshape(rows);
  }

  /** Whether the rows are sparse now. */
  public boolean isSparse() {
    return isSparse;
  }

  /** The rows, where they are dense. */
  public PanelMatrix dense() {
    if (dense == null && !isSparse) {
      hold(false);
    }
    return held(dense, !isSparse);
  }

  /** The rows, where they are sparse. */
  public SparseMatrix sparse() {
    return held(sparse, isSparse);
  }

  private static <T> T held(@Nullable T matrix, boolean isHeld) {
    if (matrix == null || !isHeld) {
      throw new IllegalStateException("the rows are held in the other form");
    }
    return matrix;
  }

  /**
   * Sets the number of rows, at most the capacity. What the rows hold is undefined until they are
   * filled.
   */
  public void reshape(int newRows) {
    // Every round comes here: the numbers of a message that is not needed would become objects.
    if (newRows > capacity) {
      throw new IllegalArgumentException(
          String.format("there is room for %d rows, not %d", capacity, newRows));
    }
    rows = newRows;
    if (isSparse && sparse != null) {
      sparse.reshape(newRows);
    }
    if (!isSparse && dense != null) {
      dense.reshape(newRows);
    }
  }

  /**
   * Z = b + A·W, by the product for the form of A; see {@link DenseKernels#multiply}.
   *
   * @param byKernels the caller's own
   */
  public void multiply(
      DenseKernels byKernels,
      PanelMatrix W,
      float[] b,
      PanelMatrix Z,
      Range rowRange,
      Range columnRange) {
    if (isSparse) {
      byKernels.multiply(sparse(), W, b, Z, rowRange, columnRange);
    } else {
      byKernels.multiply(dense(), W, b, Z, rowRange, columnRange);
    }
  }

  /**
   * dW = Aᵀ·dZ, by the product for the form of A; see {@link DenseKernels#transposedMultiply}.
   *
   * @param byKernels the caller's own
   */
  public void transposedMultiply(
      DenseKernels byKernels,
      PanelMatrix dZ,
      RowSums sums,
      PanelMatrix W,
      Range columnRange,
      TileSink sink) {
    if (isSparse) {
      byKernels.transposedMultiply(sparse(), dZ, sums, W, columnRange, sink);
    } else {
      byKernels.transposedMultiply(dense(), dZ, sums, W, columnRange, sink);
    }
  }

  /** How many rows there is room for. */
  public int capacity() {
    return capacity;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }
}
