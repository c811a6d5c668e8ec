package io.bellows.kernels.linalg;

import java.util.Arrays;

/**
 * The products of {@link EjmlKernels} with a sparse left operand, of the same bits: terms are
 * rounded, and added in the order in which EJML adds them.
 */
final class EjmlSparseProducts {
  private static final int NEGATIVE_ZERO = Float.floatToRawIntBits(-0f);

  /** EJML adds up so many products along the inner dimension before it adds them to a sum. */
  private static final int GROUP = 4;

  private final SparseColumns byColumn = new SparseColumns();
  private float[] group = {};
  private float[][] stack = {};
  private float[][] nothing = {};

  /** Z = b + A·W. */
  void multiply(
      SparseMatrix A, PanelMatrix W, float[] b, PanelMatrix Z, Range rows, Range columns) {
    if (group.length < columns.length()) {
      group = new float[columns.length()];
    }
    int whole = W.rows() / GROUP * GROUP;
    for (int row = rows.from(); row < rows.to(); row++) {
      int z = Z.place(row, columns.from());
      System.arraycopy(b, columns.from(), Z.data(), z, columns.length());
      addRow(A, row, whole, W, Z.data(), z, columns);
      for (int i = 0; i < columns.length(); i++) {
        if (Float.floatToRawIntBits(Z.data()[z + i]) == NEGATIVE_ZERO) {
          int output = columns.from() + i;
          Z.data()[z + i] = withAllTerms(A, row, whole, W, output, b[output]);
        }
      }
    }
  }

  private void addRow(
      SparseMatrix A, int row, int whole, PanelMatrix W, float[] Z, int z, Range columns) {
    int[] places = A.places(row);
    float[] numbers = A.numbers(row);
    int count = A.count(row);
    int length = columns.length();
    int i = 0;
    while (i < count) {
      int first = places[i] / GROUP;
      int next = i + 1;
      while (next < count && places[next] < whole && places[next] / GROUP == first) {
        next++;
      }
      if (next == i + 1) {
        add(numbers[i], W.data(), W.place(places[i], columns.from()), Z, z, length);
      } else {
        set(numbers[i], W.data(), W.place(places[i], columns.from()), group, length);
        for (int k = i + 1; k < next; k++) {
          add(numbers[k], W.data(), W.place(places[k], columns.from()), group, 0, length);
        }
        add(group, Z, z, length);
      }
      i = next;
    }
  }

  /** What EJML computes of a row and a column, zeros and all. */
  private static float withAllTerms(
      SparseMatrix A, int row, int whole, PanelMatrix W, int output, float bias) {
    float sum = bias;
    int input = 0;
    for (; input < whole; input += GROUP) {
      float terms = A.get(row, input) * W.get(input, output);
      for (int i = 1; i < GROUP; i++) {
        terms += A.get(row, input + i) * W.get(input + i, output);
      }
      sum += terms;
    }
    for (; input < W.rows(); input++) {
      sum += A.get(row, input) * W.get(input, output);
    }
    return sum;
  }

  /** dW = Aᵀ·dZ. */
  void transposedMultiply(
      SparseMatrix A, PanelMatrix dZ, RowSums sums, PanelMatrix W, Range columns, TileSink sink) {
    byColumn.of(A);
    int length = columns.length();
    stack = grown(stack, sums.deepest() + 1, length);
    nothing = grown(nothing, sums.steps(), length);
    for (int step = 0; step < sums.steps(); step++) {
      sumOfZeros(dZ, sums.from(step), sums.to(step), columns, nothing[step]);
    }
    for (int input = 0; input < A.columns(); input++) {
      run(dZ, sums, input, columns);
      sink.accept(stack[0], 0, W.place(input, columns.from()), length);
    }
  }

  private static float[][] grown(float[][] arrays, int count, int length) {
    boolean isEnough = arrays.length >= count && (count == 0 || arrays[0].length >= length);
    return isEnough ? arrays : new float[count][length];
  }

  /** Σ 0·dZ over a chain: a zero that is negative where all numbers are. */
  private static void sumOfZeros(PanelMatrix dZ, int from, int to, Range columns, float[] sum) {
    Arrays.fill(sum, -0f);
    for (int row = from; row < to; row++) {
      add(0f, dZ.data(), dZ.place(row, columns.from()), sum, 0, columns.length());
    }
  }

  private void run(PanelMatrix dZ, RowSums sums, int input, Range columns) {
    int length = columns.length();
    int at = byColumn.from(input);
    int end = byColumn.to(input);
    int top = 0;
    for (int step = 0; step < sums.steps(); step++) {
      int first = at;
      while (at < end && byColumn.rows()[at] < sums.to(step)) {
        at++;
      }
      if (at == first) {
        System.arraycopy(nothing[step], 0, stack[top], 0, length);
      } else {
        chain(dZ, first, at, sums.from(step), sums.to(step), columns, stack[top]);
      }
      for (int addition = sums.additions(step); addition > 0; addition--) {
        top--;
        add(stack[top + 1], stack[top], 0, length);
      }
      top++;
    }
  }

  /** The sum over a chain of rows of which some have a number. */
  private void chain(
      PanelMatrix dZ, int first, int end, int fromRow, int toRow, Range columns, float[] sum) {
    int length = columns.length();
    int[] rows = byColumn.rows();
    float[] numbers = byColumn.numbers();
    set(numbers[first], dZ.data(), dZ.place(rows[first], columns.from()), sum, length);
    for (int i = first + 1; i < end; i++) {
      add(numbers[i], dZ.data(), dZ.place(rows[i], columns.from()), sum, 0, length);
    }
    for (int i = 0; i < length; i++) {
      if (Float.floatToRawIntBits(sum[i]) == NEGATIVE_ZERO) {
        sum[i] = zero(dZ, first, end, fromRow, toRow, columns.from() + i);
      }
    }
  }

  /** A zero is negative only if all its terms are, those of rows without a number included. */
  private float zero(PanelMatrix dZ, int first, int end, int fromRow, int toRow, int output) {
    int next = first;
    for (int row = fromRow; row < toRow; row++) {
      boolean isHeld = next < end && byColumn.rows()[next] == row;
      if (isHeld) {
        next++;
      } else if (Float.floatToRawIntBits(dZ.get(row, output)) >= 0) {
        return 0f;
      }
    }
    return -0f;
  }

  private static void set(float factor, float[] from, int at, float[] to, int length) {
    for (int i = 0; i < length; i++) {
      to[i] = factor * from[at + i];
    }
  }

  private static void add(float factor, float[] from, int at, float[] to, int place, int length) {
    for (int i = 0; i < length; i++) {
      to[place + i] += factor * from[at + i];
    }
  }

  private static void add(float[] from, float[] to, int place, int length) {
    for (int i = 0; i < length; i++) {
      to[place + i] += from[i];
    }
  }
}
