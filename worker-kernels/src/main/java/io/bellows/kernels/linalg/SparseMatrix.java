package io.bellows.kernels.linalg;

import io.bellows.kernels.random.RandomKey;
import java.util.Arrays;

/**
 * Rows of which only some numbers are held, each with its column; all others are zero, (B,I).
 * Reused from batch to batch: a row's arrays grow to the longest it has held. Several tasks may
 * work on it at the same time, each on its own rows.
 */
public final class SparseMatrix {
  private final int capacity;
  private final int columns;
  private final int[] counts;
  private final int[][] places;
  private final float[][] numbers;
  private int rows;

  /** Room for rows, all of them zeros. */
  public SparseMatrix(int capacity, int columns) {
    this.capacity = capacity;
    this.columns = columns;
    this.counts = new int[capacity];
    this.places = new int[capacity][0];
    this.numbers = new float[capacity][0];
    this.rows = capacity;
  }

  /**
   * Sets the number of rows, at most the capacity. What the rows hold is undefined until they are
   * filled.
   */
  public void reshape(int rows) {
    if (rows > capacity) {
      throw new IllegalArgumentException(
          String.format("a matrix has room for %d rows, not %d", capacity, rows));
    }
    this.rows = rows;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** How many numbers a row holds. */
  public int count(int row) {
    return counts[row];
  }

  /** The columns of a row's numbers, ascending; as many as {@link #count} says. */
  public int[] places(int row) {
    return places[row];
  }

  /** A row's numbers; as many as {@link #count} says. */
  public float[] numbers(int row) {
    return numbers[row];
  }

  /**
   * Sets a row.
   *
   * @param from the first of {@code count} columns and numbers to take
   * @param newPlaces ascending columns. Not modified.
   * @param newNumbers the numbers there. Not modified.
   */
  public void setRow(int row, int[] newPlaces, float[] newNumbers, int from, int count) {
    grow(row, count);
    System.arraycopy(newPlaces, from, places[row], 0, count);
    System.arraycopy(newNumbers, from, numbers[row], 0, count);
    counts[row] = count;
  }

  /**
   * Sets a row.
   *
   * @param values its numbers, from {@code from}, of which zeros are not held. Not modified.
   */
  public void setRow(int row, float[] values, int from) {
    counts[row] = 0;
    for (int column = 0; column < columns; column++) {
      append(row, column, values[from + column]);
    }
  }

  /**
   * Sets a row.
   *
   * @param codes the places in the table of its numbers, from {@code from}. Not modified.
   * @param table not modified
   */
  public void setRow(int row, byte[] codes, int from, float[] table) {
    counts[row] = 0;
    for (int column = 0; column < columns; column++) {
      append(row, column, table[codes[from + column] & 0xFF]);
    }
  }

  /**
   * Sets a row to some columns of another matrix's row.
   *
   * @param whole its row of the same number is taken. Not modified.
   * @param from the first of the columns to take
   */
  public void setRow(int row, SparseMatrix whole, int from) {
    int begin = whole.firstAt(row, from);
    int end = whole.firstAt(row, from + columns);
    setRow(row, whole.places[row], whole.numbers[row], begin, end - begin);
    for (int i = 0; i < counts[row]; i++) {
      places[row][i] -= from;
    }
  }

  /** The first of a row's numbers at a column or behind it. */
  private int firstAt(int row, int column) {
    int at = Arrays.binarySearch(places[row], 0, counts[row], column);
    return at < 0 ? -at - 1 : at;
  }

  private void append(int row, int column, float number) {
    if (Float.floatToRawIntBits(number) == 0) {
      return;
    }
    if (counts[row] == places[row].length) {
      grow(row, 2 * counts[row] + 1);
    }
    places[row][counts[row]] = column;
    numbers[row][counts[row]] = number;
    counts[row]++;
  }

  private void grow(int row, int count) {
    if (places[row].length < count) {
      places[row] = Arrays.copyOf(places[row], count);
      numbers[row] = Arrays.copyOf(numbers[row], count);
    }
  }

  /**
   * Multiplies a row by the dropout factors that {@link DenseKernels#drawFactors} draws, of which
   * only those of held numbers are drawn.
   */
  public void dropRow(int row, RandomKey key, int c0, int c1, int c2, int threshold, float kept) {
    int[] draw = new int[DropoutBits.WORDS];
    int drawn = -1;
    for (int i = 0; i < counts[row]; i++) {
      int number = DropoutBits.draw(places[row][i]);
      if (number != drawn) {
        key.draw(c0, c1, c2, number, draw);
        drawn = number;
      }
      numbers[row][i] *= DropoutBits.bits(places[row][i], draw) < threshold ? 0f : kept;
    }
  }

  /** Multiplies all numbers. */
  public void multiply(float factor) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < counts[row]; i++) {
        numbers[row][i] *= factor;
      }
    }
  }

  /** One element. */
  float get(int row, int column) {
    int at = Arrays.binarySearch(places[row], 0, counts[row], column);
    return at < 0 ? 0f : numbers[row][at];
  }
}
