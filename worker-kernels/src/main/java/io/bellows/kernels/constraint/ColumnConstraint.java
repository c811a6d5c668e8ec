package io.bellows.kernels.constraint;

import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;

/**
 * Holds columns of weights to a {@link MaxNorm}. One task's: it holds scratch.
 *
 * <p>The bits do not depend on how W is stored or who holds which columns: the squares of inputs i,
 * i + 8, i + 16, … are added up in that order, one chain for each i below 8, and the eight chains
 * in a fixed tree. Columns within the limit keep their bits; so do columns whose sum is not finite,
 * so that a run that diverges is seen to do so.
 */
public final class ColumnConstraint {
  /** So many rows of a panel are one loop that is long enough for vector instructions. */
  private static final int CHAINS = 8;

  private final double limit;
  private final float largestSquare;
  private float[] numbers = {};
  private float[] chains = {};

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
      int to = Math.min((from / W.width() + 1) * W.width(), columns.to());
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
    grow(CHAINS * columns);
    for (int i = 0; i < CHAINS * columns; i++) {
      chains[i] = 0;
    }
    int rows = columns == stride ? CHAINS : 1;
    for (int input = 0; input < inputs; input += rows) {
      int length = Math.min(rows, inputs - input) * columns;
      int place = input % CHAINS * columns;
      System.arraycopy(W, first + input * stride, numbers, place, length);
      addSquares(numbers, chains, place, place + length);
    }
    if (!chainsToFactors(columns)) {
      return;
    }
    for (int input = 0; input < inputs; input += rows) {
      int length = Math.min(rows, inputs - input) * columns;
      int place = input % CHAINS * columns;
      System.arraycopy(W, first + input * stride, numbers, place, length);
      multiply(numbers, chains, place, place + length);
      System.arraycopy(numbers, place, W, first + input * stride, length);
    }
  }

  private void grow(int length) {
    if (chains.length < length) {
      numbers = new float[length];
      chains = new float[length];
    }
  }

  private static void addSquares(float[] numbers, float[] chains, int from, int to) {
    for (int i = from; i < to; i++) {
      chains[i] += numbers[i] * numbers[i];
    }
  }

  private static void multiply(float[] numbers, float[] factors, int from, int to) {
    for (int i = from; i < to; i++) {
      numbers[i] *= factors[i];
    }
  }

  /** Puts in place of the chains what to multiply with; false when that is 1 everywhere. */
  private boolean chainsToFactors(int columns) {
    boolean isExceeded = false;
    for (int column = 0; column < columns; column++) {
      float square = square(columns, column);
      boolean exceeds = square > largestSquare && square <= Float.MAX_VALUE;
      float factor = exceeds ? (float) (limit / Math.sqrt(square)) : 1;
      for (int chain = 0; chain < CHAINS; chain++) {
        chains[chain * columns + column] = factor;
      }
      isExceeded |= exceeds;
    }
    return isExceeded;
  }

  /** A column's squared norm. */
  private float square(int columns, int column) {
    float a = chains[column] + chains[columns + column];
    float b = chains[2 * columns + column] + chains[3 * columns + column];
    float c = chains[4 * columns + column] + chains[5 * columns + column];
    float d = chains[6 * columns + column] + chains[7 * columns + column];
    return (a + b) + (c + d);
  }
}
