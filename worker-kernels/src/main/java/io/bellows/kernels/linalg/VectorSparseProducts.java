package io.bellows.kernels.linalg;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The products of {@link VectorKernels} with a sparse left operand, of the same bits: chains of
 * fused multiply-adds that leave out zeros.
 */
final class VectorSparseProducts {
  private static final VectorSpecies<Float> SPECIES = VectorPanelMatrix.SPECIES;
  private static final int PANEL = VectorTile.PANEL;
  private static final int NEGATIVE_ZERO = Float.floatToRawIntBits(-0f);

  /** Inputs whose sums a sink gets at a time: 4 kB. */
  private static final int INPUTS = VectorTileStack.INPUTS;

  private final SparseColumns byColumn = new SparseColumns();
  private final float[] block = new float[INPUTS * PANEL];
  private final float[] zeros = new float[PANEL];
  private float[] stack = {};

  /** Z = b + A·W. */
  void multiply(
      SparseMatrix A, PanelMatrix W, float[] b, PanelMatrix Z, Range rows, Range columns) {
    for (int row = rows.from(); row < rows.to(); row++) {
      for (int first = columns.from(); first < columns.to(); first += PANEL) {
        int weights = W.place(0, first);
        int z = Z.place(row, first);
        chain(
            A.numbers(row),
            A.places(row),
            0,
            A.count(row),
            W.data(),
            weights,
            b,
            first,
            Z.data(),
            z);
        for (int i = 0; i < PANEL; i++) {
          if (Float.floatToRawIntBits(Z.data()[z + i]) == NEGATIVE_ZERO) {
            Z.data()[z + i] = withAllTerms(A, row, W, weights + i, b[first + i]);
          }
        }
      }
    }
  }

  /**
   * One row of a panel: initial + Σ numbers · the panel's rows at their places. Vectors do not
   * leave it, since they might become objects.
   */
  private static void chain(
      float[] numbers,
      int[] places,
      int from,
      int to,
      float[] panel,
      int panelAt,
      float[] initial,
      int initialAt,
      float[] sum,
      int sumAt) {
    for (int lane = 0; lane < PANEL; lane += SPECIES.length()) {
      FloatVector t = FloatVector.fromArray(SPECIES, initial, initialAt + lane);
      for (int i = from; i < to; i++) {
        FloatVector row = FloatVector.fromArray(SPECIES, panel, panelAt + places[i] * PANEL + lane);
        t = FloatVector.broadcast(SPECIES, numbers[i]).fma(row, t);
      }
      t.intoArray(sum, sumAt + lane);
    }
  }

  private static float withAllTerms(
      SparseMatrix A, int row, PanelMatrix W, int weights, float bias) {
    float sum = bias;
    for (int input = 0; input < A.columns(); input++) {
      sum = Math.fma(A.get(row, input), W.data()[weights + input * PANEL], sum);
    }
    return sum;
  }

  /** dW = Aᵀ·dZ. */
  void transposedMultiply(
      SparseMatrix A, PanelMatrix dZ, RowSums sums, PanelMatrix W, Range columns, TileSink sink) {
    byColumn.of(A);
    if (stack.length < (sums.deepest() + 1) * PANEL) {
      stack = new float[(sums.deepest() + 1) * PANEL];
    }
    for (int first = columns.from(); first < columns.to(); first += PANEL) {
      int panel = dZ.place(0, first);
      for (int input = 0; input < A.columns(); input += INPUTS) {
        int inputs = Math.min(INPUTS, A.columns() - input);
        Arrays.fill(block, 0f);
        for (int i = 0; i < inputs; i++) {
          if (byColumn.from(input + i) < byColumn.to(input + i)) {
            run(dZ.data(), panel, sums, input + i);
            System.arraycopy(stack, 0, block, i * PANEL, PANEL);
          }
        }
        sink.accept(block, 0, W.place(input, first), inputs * PANEL);
      }
    }
  }

  private void run(float[] dZ, int panel, RowSums sums, int input) {
    int at = byColumn.from(input);
    int end = byColumn.to(input);
    int step = 0;
    while (byColumn.rows()[at] >= sums.to(step)) {
      step++;
    }
    if (byColumn.rows()[end - 1] < sums.to(step)) {
      runOneChain(dZ, panel, sums, step, at, end);
    } else {
      runAllChains(dZ, panel, sums, at, end);
    }
  }

  /** The other chains are +0 each: however many are added, they change no more than one does. */
  private void runOneChain(float[] dZ, int panel, RowSums sums, int step, int from, int to) {
    sum(dZ, panel, from, to, sums.from(step), sums.to(step), 0);
    if (sums.steps() > 1) {
      for (int i = 0; i < PANEL; i++) {
        stack[i] += 0f;
      }
    }
  }

  private void runAllChains(float[] dZ, int panel, RowSums sums, int from, int to) {
    int at = from;
    int top = 0;
    for (int step = 0; step < sums.steps(); step++) {
      int first = at;
      while (at < to && byColumn.rows()[at] < sums.to(step)) {
        at++;
      }
      sum(dZ, panel, first, at, sums.from(step), sums.to(step), top);
      for (int addition = sums.additions(step); addition > 0; addition--) {
        top -= PANEL;
        for (int i = 0; i < PANEL; i++) {
          stack[top + i] += stack[top + PANEL + i];
        }
      }
      top += PANEL;
    }
  }

  /** The sum over a chain of rows of which some have a number. */
  private void sum(float[] dZ, int panel, int first, int end, int fromRow, int toRow, int place) {
    chain(byColumn.numbers(), byColumn.rows(), first, end, dZ, panel, zeros, 0, stack, place);
    for (int i = 0; i < PANEL; i++) {
      if (Float.floatToRawIntBits(stack[place + i]) == NEGATIVE_ZERO) {
        stack[place + i] = withAllTerms(dZ, panel + i, first, end, fromRow, toRow);
      }
    }
  }

  private float withAllTerms(float[] dZ, int place, int first, int end, int fromRow, int toRow) {
    float sum = 0;
    int next = first;
    for (int row = fromRow; row < toRow; row++) {
      boolean isHeld = next < end && byColumn.rows()[next] == row;
      float number = isHeld ? byColumn.numbers()[next++] : 0f;
      sum = Math.fma(number, dZ[place + row * PANEL], sum);
    }
    return sum;
  }
}
