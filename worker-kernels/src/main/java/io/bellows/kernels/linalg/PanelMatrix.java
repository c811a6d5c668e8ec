package io.bellows.kernels.linalg;

import java.util.Arrays;

/**
 * A single-precision matrix in panels: its columns are cut into panels of equal width, and each
 * panel is stored row by row. One panel as wide as the matrix is the row-major order; panels of 16
 * columns let a product read all its operands in the order in which they lie in memory, without
 * packing.
 *
 * <p>Element (row, column) stands at {@code (column / width · stride + row) · width + column %
 * width}, where the stride is the number of rows, rounded up. What stands in the rounding, and in
 * the columns after the last, is never part of a result.
 *
 * <p>Two matrices made alike, of as many rows and columns, have equal elements at equal places:
 * element-wise work runs along the arrays, {@link #forEachRun run by run}.
 */
public class PanelMatrix {
  /** Receives consecutive places of {@link #data}. */
  @FunctionalInterface
  public interface Run {
    void at(int from, int to);
  }

  private final float[] data;
  private final int capacity;
  private final int columns;
  private final int width;
  private final int rowMultiple;
  private int rows;
  private int stride;

  /**
   * A matrix of zeros with as many rows as its capacity.
   *
   * @param width columns of a panel
   * @param rowMultiple what the stride is a multiple of
   */
  PanelMatrix(int capacity, int columns, int width, int rowMultiple) {
    this.capacity = capacity;
    this.columns = columns;
    this.width = width;
    this.rowMultiple = rowMultiple;
    reshape(capacity);
    this.data = new float[Math.multiplyExact(stride, panels() * width)];
  }

  /**
   * Sets the number of rows, at most the capacity. What the rows hold is undefined until they are
   * filled.
   */
  public void reshape(int rows) {
    // Every round comes here: the numbers of a message that is not needed would become objects.
    if (rows > capacity) {
      throw new IllegalArgumentException(
          String.format("a matrix has room for %d rows, not %d", capacity, rows));
    }
    this.rows = rows;
    this.stride = (rows + rowMultiple - 1) / rowMultiple * rowMultiple;
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

  /** Columns of a panel. */
  public int width() {
    return width;
  }

  /**
   * Where the part of some columns ends that lies in one panel with its first.
   *
   * @param from the first column
   * @param to the end of the columns
   */
  public int panelEnd(int from, int to) {
    return Math.min((from / width + 1) * width, to);
  }

  /** How many panels there are; the last one may hold fewer columns. */
  public int panels() {
    return (columns + width - 1) / width;
  }

  /** How far a panel is from the next, in numbers. */
  public int panelLength() {
    return stride * width;
  }

  /** The array itself. */
  public float[] data() {
    return data;
  }

  /** Where an element stands. */
  public int place(int row, int column) {
    return (column / width * stride + row) * width + column % width;
  }

  /** One element. */
  public float get(int row, int column) {
    return data[place(row, column)];
  }

  /**
   * Sets a row.
   *
   * @param values its numbers, from {@code from}. Not modified.
   */
  public void setRow(int row, float[] values, int from) {
    setRow(data, row, values, from);
  }

  /**
   * Sets a row.
   *
   * @param codes the places in the table of its numbers, from {@code from}. Not modified.
   * @param table 256 numbers. Not modified.
   */
  public void setRow(int row, byte[] codes, int from, float[] table) {
    for (int column = 0; column < columns; column += width) {
      int place = place(row, column);
      for (int i = 0, count = Math.min(width, columns - column); i < count; i++) {
        data[place + i] = table[codes[from + column + i] & 0xFF];
      }
    }
  }

  /**
   * Sets a row to zeros but for some numbers.
   *
   * @param from the first of {@code count} places and numbers to take
   * @param places columns. Not modified.
   * @param numbers the numbers there. Not modified.
   */
  public void setRow(int row, int[] places, float[] numbers, int from, int count) {
    for (int column = 0; column < columns; column += width) {
      int place = place(row, column);
      Arrays.fill(data, place, place + Math.min(width, columns - column), 0f);
    }
    for (int i = from; i < from + count; i++) {
      data[place(row, places[i])] = numbers[i];
    }
  }

  /** Fills an array in the layout of this matrix from all its rows, one after the other. */
  public void fromRowMajor(float[] rowMajor, int from, float[] panels) {
    for (int row = 0; row < rows; row++) {
      setRow(panels, row, rowMajor, from + row * columns);
    }
  }

  /** Gives the rows of an array in the layout of this matrix, one after the other. */
  public void toRowMajor(float[] panels, float[] rowMajor, int to) {
    for (int row = 0; row < rows; row++) {
      getRow(panels, row, rowMajor, to + row * columns);
    }
  }

  private void setRow(float[] data, int row, float[] values, int from) {
    for (int column = 0; column < columns; column += width) {
      System.arraycopy(
          values, from + column, data, place(row, column), Math.min(width, columns - column));
    }
  }

  /**
   * Copies a row.
   *
   * @param values modified: receives the row's numbers from {@code to}
   */
  public void getRow(int row, float[] values, int to) {
    getRow(data, row, values, to);
  }

  private void getRow(float[] data, int row, float[] values, int to) {
    for (int column = 0; column < columns; column += width) {
      System.arraycopy(
          data, place(row, column), values, to + column, Math.min(width, columns - column));
    }
  }

  /**
   * Multiplies a row, number by number.
   *
   * @param factors as many as there are columns. Not modified.
   */
  public void multiplyRow(int row, float[] factors) {
    for (int column = 0; column < columns; column += width) {
      int place = place(row, column);
      for (int i = 0, count = Math.min(width, columns - column); i < count; i++) {
        data[place + i] *= factors[column + i];
      }
    }
  }

  /** Receives part of a row: {@code count} numbers, the first of them the start-th of all. */
  @FunctionalInterface
  public interface RowPart {
    void at(int row, int column, int start, int count);
  }

  /** Tells of consecutive places which rows and columns they are; those beyond are left out. */
  public void forEachRowPart(int place, int length, RowPart part) {
    int start = 0;
    while (start < length) {
      int panel = (place + start) / panelLength();
      int row = (place + start) % panelLength() / width;
      int lane = (place + start) % width;
      int count = Math.min(width - lane, length - start);
      int column = panel * width + lane;
      if (row < rows && column < columns) {
        part.at(row, column, start, Math.min(count, columns - column));
      }
      start += count;
    }
  }

  /** Visits some rows of some columns, as few and as long runs as there are. */
  public void forEachRun(Range rowRange, Range columnRange, Run run) {
    int from = columnRange.from();
    while (from < columnRange.to()) {
      int panelEnd = (from / width + 1) * width;
      int to = Math.min(panelEnd, columnRange.to());
      boolean isWholePanel = from % width == 0 && (to == panelEnd || to == columns);
      if (isWholePanel) {
        int first = place(rowRange.from(), from);
        run.at(first, first + rowRange.length() * width);
      } else {
        for (int row = rowRange.from(); row < rowRange.to(); row++) {
          int first = place(row, from);
          run.at(first, first + to - from);
        }
      }
      from = to;
    }
  }
}
