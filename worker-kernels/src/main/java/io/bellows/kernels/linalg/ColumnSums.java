package io.bellows.kernels.linalg;

import java.util.Arrays;

/** Sums over rows, column by column; {@link DenseKernels#columnSums} of all implementations. */
final class ColumnSums {
  private float[] stack = new float[DenseKernels.GRAIN];

  void form(PanelMatrix matrix, RowSums sums, Range columns, TileSink sink) {
    if (stack.length < sums.deepest() * DenseKernels.GRAIN) {
      stack = new float[sums.deepest() * DenseKernels.GRAIN];
    }
    for (int first = columns.from(); first < columns.to(); first += DenseKernels.GRAIN) {
      int count = Math.min(DenseKernels.GRAIN, columns.to() - first);
      run(matrix, sums, first, count);
      sink.accept(stack, 0, first, count);
    }
  }

  private void run(PanelMatrix matrix, RowSums sums, int first, int count) {
    int top = 0;
    for (int step = 0; step < sums.steps(); step++) {
      chain(matrix, sums.from(step), sums.to(step), first, count, top);
      for (int addition = sums.additions(step); addition > 0; addition--) {
        top -= DenseKernels.GRAIN;
        for (int i = 0; i < count; i++) {
          stack[top + i] += stack[top + DenseKernels.GRAIN + i];
        }
      }
      top += DenseKernels.GRAIN;
    }
  }

  private void chain(PanelMatrix matrix, int from, int to, int first, int count, int top) {
    Arrays.fill(stack, top, top + count, 0f);
    float[] data = matrix.data();
    for (int row = from; row < to; row++) {
      int place = matrix.place(row, first);
      for (int i = 0; i < count; i++) {
        stack[top + i] += data[place + i];
      }
    }
  }
}
