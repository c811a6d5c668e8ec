package io.bellows.kernels.constraint;

import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;

/**
 * Holds columns of weights to a {@link MaxNorm}. One task's: it holds scratch.
 *
 * <p>The bits do not depend on how W is stored or who holds which columns, as those of {@link
 * ColumnSquares} do not. Columns within the limit keep their bits; so do columns whose sum is not
 * finite, so that a run that diverges is seen to do so.
 */
public final class ColumnConstraint {
  private static final int ROWS_AT_ONCE = ColumnSquares.CHAINS;

  private final double limit;
  private final float largestSquare;
  private final ColumnSquares squares = new ColumnSquares();
  private float[] numbers = {};
  private float[] factors = {};

  /** A constraint with scratch of its own. */
  public ColumnConstraint(MaxNorm maxNorm) {
    this.limit = maxNorm.limit();
    this.largestSquare = (float) (limit * limit);
  }

  /**
   * Constrains some columns of a layer's weights.
   *
   * @param W modified in these columns
   */
  public void apply(PanelMatrix W, Range columns) {
    int from = columns.from();
    while (from < columns.to()) {
      int to = W.panelEnd(from, columns.to());
      apply(W.data(), W.place(0, from), W.rows(), to - from, W.width());
      from = to;
    }
  }

  /**
   * Constrains columns that are stored row by row.
   *
   * @param W modified in these columns
   * @param first where the first row of the columns begins
   * @param inputs I, how many rows
   * @param columns how many columns
   * @param stride from one row to the next, at least {@code columns}
   */
  public void apply(float[] W, int first, int inputs, int columns, int stride) {
    squares.of(W, first, inputs, columns, stride);
    if (!fillFactors(columns)) {
      return;
    }
    int rows = columns == stride ? ROWS_AT_ONCE : 1;
    for (int input = 0; input < inputs; input += rows) {
      int length = Math.min(rows, inputs - input) * columns;
      System.arraycopy(W, first + input * stride, numbers, 0, length);
      multiply(numbers, factors, length);
      System.arraycopy(numbers, 0, W, first + input * stride, length);
    }
  }

  private static void multiply(float[] numbers, float[] factors, int length) {
    for (int i = 0; i < length; i++) {
      numbers[i] *= factors[i];
    }
  }

  /** What to multiply some rows with, at most; false when that is 1 everywhere. */
  private boolean fillFactors(int columns) {
    if (factors.length < ROWS_AT_ONCE * columns) {
      numbers = new float[ROWS_AT_ONCE * columns];
      factors = new float[ROWS_AT_ONCE * columns];
    }
    boolean isExceeded = false;
    for (int column = 0; column < columns; column++) {
      float square = squares.square(column);
      boolean exceeds = square > largestSquare && square <= Float.MAX_VALUE;
      float factor = exceeds ? (float) (limit / Math.sqrt(square)) : 1;
      for (int row = 0; row < ROWS_AT_ONCE; row++) {
        factors[row * columns + column] = factor;
      }
      isExceeded |= exceeds;
    }
    return isExceeded;
  }
}
