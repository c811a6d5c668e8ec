package io.bellows.kernels.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link DenseKernels#columnSums} by the Vector API, panel by panel. */
final class VectorColumnSums {
  private static final VectorSpecies<Float> SPECIES = VectorPanelMatrix.SPECIES;
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
      for (int lane = 0; lane < PANEL; lane += SPECIES.length()) {
        FloatVector sum = chain(matrix.data(), place + lane, sums.from(step), sums.to(step));
        for (int below = top - 1; below >= top - sums.additions(step); below--) {
          sum = sum.add(FloatVector.fromArray(SPECIES, stack[below], lane));
        }
        sum.intoArray(stack[top - sums.additions(step)], lane);
      }
      top += 1 - sums.additions(step);
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
