package io.bellows.kernels.constraint;

/**
 * Squared norms of columns of weights, or of their gradient. One task's: it holds scratch.
 *
 * <p>The bits do not depend on how a matrix is stored or who holds which columns: the squares of
 * inputs i, i + 8, i + 16, … are added up in that order, one chain for each i below 8, and the
 * eight chains in a fixed tree.
 */
public final class ColumnSquares {
  /** So many rows of a panel are one loop that is long enough for vector instructions. */
  static final int CHAINS = 8;

  private float[] numbers = {};
  private float[] chains = {};
  private int columns;

  /**
   * Looks at columns that are stored row by row.
   *
   * @param W not modified
   * @param first where the first row of the columns begins
   * @param inputs I, how many rows
   * @param columns how many columns
   * @param stride from one row to the next, at least {@code columns}
   */
  public void of(float[] W, int first, int inputs, int columns, int stride) {
    this.columns = columns;
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
  }

  /** The squared norm of one of the columns looked at, counted from 0. */
  public float square(int column) {
    float a = chains[column] + chains[columns + column];
    float b = chains[2 * columns + column] + chains[3 * columns + column];
    float c = chains[4 * columns + column] + chains[5 * columns + column];
    float d = chains[6 * columns + column] + chains[7 * columns + column];
    return (a + b) + (c + d);
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
}
