package io.bellows.kernels.training;

import io.bellows.kernels.constraint.ColumnSquares;
import io.bellows.kernels.network.MatrixNorms;
import io.bellows.kernels.network.ParameterLayout;
import io.bellows.kernels.optimizer.LayerwiseStep;

/** A {@link LayerwiseStep} on weights in the flat layout, a layer at a time. One task's. */
final class LayerwiseUpdate {
  private final LayerwiseStep step;
  private final ParameterLayout layout;
  private final MatrixNorms weightNorms;
  private final MatrixNorms directionNorms;
  private final ColumnSquares squares = new ColumnSquares();
  private final float[] directions;

  LayerwiseUpdate(LayerwiseStep step, ParameterLayout layout) {
    this.step = step;
    this.layout = layout;
    this.weightNorms = new MatrixNorms(layout);
    this.directionNorms = new MatrixNorms(layout);
    this.directions = new float[layout.size()];
  }

  /**
   * Updates W of a layer.
   *
   * @param weights modified
   * @param slots modified
   * @param sums Σ w·gradient. Not modified.
   */
  void apply(int layer, float[] weights, float[][] slots, float[] sums) {
    int from = layout.weightOffset(layer);
    int to = layout.biasOffset(layer);
    System.arraycopy(sums, from, directions, from, to - from);
    step.direct(weights, slots, directions, from, to);
    weightNorms.look(layer, weights, squares);
    directionNorms.look(layer, directions, squares);
    float length = step.length(weightNorms.norm(layer), directionNorms.norm(layer));
    LayerwiseStep.move(weights, directions, from, to, length);
  }
}
