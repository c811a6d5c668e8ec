package io.bellows.kernels.linalg;

import java.util.Arrays;

/** The numbers of a {@link SparseMatrix} by column, each column's by row. One task's. */
final class SparseColumns {
  private int[] ends = {};
  private int[] rows = {};
  private float[] numbers = {};

  /** Looks at a matrix: a counting sort. */
  void of(SparseMatrix matrix) {
    int columns = matrix.columns();
    if (ends.length <= columns) {
      ends = new int[columns + 1];
    }
    Arrays.fill(ends, 0);
    int total = 0;
    for (int row = 0; row < matrix.rows(); row++) {
      total += matrix.count(row);
      int[] places = matrix.places(row);
      for (int i = 0, count = matrix.count(row); i < count; i++) {
        ends[places[i] + 1]++;
      }
    }
    grow(total);
    // Begins become ends as numbers arrive: column c ends at ends[c], and begins where c − 1 ends.
    for (int column = 1; column <= columns; column++) {
      ends[column] += ends[column - 1];
    }
    for (int row = 0; row < matrix.rows(); row++) {
      place(row, matrix.count(row), matrix.places(row), matrix.numbers(row));
    }
  }

  private void place(int row, int count, int[] places, float[] from) {
    for (int i = 0; i < count; i++) {
      int at = ends[places[i]]++;
      rows[at] = row;
      numbers[at] = from[i];
    }
  }

  private void grow(int total) {
    if (rows.length < total) {
      rows = new int[total];
      numbers = new float[total];
    }
  }

  /** The place of a column's first number. */
  int from(int column) {
    return column == 0 ? 0 : ends[column - 1];
  }

  /** The place after its last. */
  int to(int column) {
    return ends[column];
  }

  /** Rows of numbers, by their places. */
  int[] rows() {
    return rows;
  }

  /** Numbers by their places. */
  float[] numbers() {
    return numbers;
  }
}
