package io.bellows.kernels.data;

import java.util.Arrays;
import java.util.List;

/**
 * Packs features into the form that takes the fewest bytes: as they are, as bytes where there are
 * at most 256 different numbers, or without zeros. One block's.
 */
final class FeaturePacking {
  private final List<InputRow> rows;
  private final int inputs;
  private final NumberTable table = new NumberTable(ByteRows.NUMBERS);
  private long others;

  private FeaturePacking(List<InputRow> rows) {
    this.rows = rows;
    this.inputs = rows.get(0).inputs();
    // Zeros that are not held are numbers, too.
    table.add(0f);
    rows.forEach(row -> row.forEachHeld(this::count));
  }

  /** Rows in the smallest form; all of as many inputs, and at least one. */
  static FeatureRows smallest(List<InputRow> rows) {
    return new FeaturePacking(rows).smallest();
  }

  /** Zero is what has no bit set: a negative zero must come back. */
  private static boolean isZero(float number) {
    return Float.floatToRawIntBits(number) == 0;
  }

  private void count(int place, float number) {
    if (!isZero(number)) {
      others++;
      table.add(number);
    }
  }

  private FeatureRows smallest() {
    long numbers = (long) rows.size() * inputs;
    long dense = Float.BYTES * numbers;
    long sparse = SparseRows.bytes(rows.size(), others);
    long bytes = table.isFull() ? Long.MAX_VALUE : numbers + (long) Float.BYTES * ByteRows.NUMBERS;
    if (sparse < Math.min(bytes, dense)) {
      return sparse();
    }
    return bytes < dense ? bytes() : dense();
  }

  private DenseRows dense() {
    float[] numbers = new float[rows.size() * inputs];
    for (int row = 0; row < rows.size(); row++) {
      int first = row * inputs;
      rows.get(row).forEachHeld((place, number) -> numbers[first + place] = number);
    }
    return new DenseRows(inputs, numbers);
  }

  private ByteRows bytes() {
    byte[] places = new byte[rows.size() * inputs];
    Arrays.fill(places, (byte) table.place(0f));
    for (int row = 0; row < rows.size(); row++) {
      int first = row * inputs;
      rows.get(row)
          .forEachHeld((place, number) -> places[first + place] = (byte) table.place(number));
    }
    return new ByteRows(inputs, places, table.numbers());
  }

  private SparseRows sparse() {
    int[] begins = new int[rows.size() + 1];
    int[] places = new int[Math.toIntExact(others)];
    float[] numbers = new float[places.length];
    int[] next = new int[1];
    for (int row = 0; row < rows.size(); row++) {
      rows.get(row)
          .forEachHeld(
              (place, number) -> {
                if (!isZero(number)) {
                  places[next[0]] = place;
                  numbers[next[0]] = number;
                  next[0]++;
                }
              });
      begins[row + 1] = next[0];
    }
    return new SparseRows(inputs, begins, places, numbers);
  }
}
