package io.bellows.kernels.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** {@link DenseKernels#columnSums} by the Vector API, panel by panel. */
final class VectorColumnSums {
  private static final VectorSpecies<Float> SPECIES =
      VectorSpecies.of(float.class, VectorShape.forBitSize(VectorKernels.width()));
  private static final int PANEL = VectorTile.PANEL;

  private float[][] stack = new float[1][PANEL];

  void form(PanelMatrix matrix, RowSums sums, Range columns, TileSink sink) {
    if (stack.length < sums.deepest()) {
      stack = new float[sums.deepest()][PANEL];
    }
    for (int first = columns.from(); first < columns.to(); first += PANEL) {
      run(matrix, sums, matrix.place(0, first));
      sink.accept(stack[0], 0, first, Math.min(PANEL, columns.to() - first));
    }
  }

  private void run(PanelMatrix matrix, RowSums sums, int place) {
    int top = 0;
    for (int step = 0; step < sums.steps(); step++) {
      if (sums.isAddition(step)) {
        top--;
        for (int i = 0; i < PANEL; i++) {
          stack[top - 1][i] += stack[top][i];
        }
      } else {
        for (int lane = 0; lane < PANEL; lane += SPECIES.length()) {
          chain(matrix.data(), place + lane, sums.from(step), sums.to(step))
              .intoArray(stack[top], lane);
        }
        top++;
      }
    }
  }

  private static FloatVector chain(float[] data, int place, int from, int to) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int row = from; row < to; row++) {
      sum = sum.add(FloatVector.fromArray(SPECIES, data, place + row * PANEL));
    }
    return sum;
  }
}
