package io.bellows.kernels.network;

import io.bellows.kernels.constraint.ColumnSquares;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;

/**
 * The L2 norm of each layer's W, or of numbers that belong to it. Squares are summed by units, each
 * a column, and those in their order in double precision: the bits depend neither on how W is
 * stored nor on who looks at which units. Several tasks may look at the same time, each at its own.
 */
public final class MatrixNorms {
  private final ParameterLayout layout;
  private final float[][] squares;

  /** Norms of matrices in a layout. */
  public MatrixNorms(ParameterLayout layout) {
    this.layout = layout;
    this.squares = new float[layout.layers()][];
    for (int layer = 0; layer < squares.length; layer++) {
      squares[layer] = new float[layout.outputs().get(layer)];
    }
  }

  /**
   * Looks at all units of a layer.
   *
   * @param flat numbers in the flat layout. Not modified.
   * @param scratch the caller's
   */
  public void look(int layer, float[] flat, ColumnSquares scratch) {
    int units = squares[layer].length;
    scratch.of(flat, layout.weightOffset(layer), layout.inputs().get(layer), units, units);
    keep(layer, 0, units, scratch);
  }

  /**
   * Looks at some units of a layer.
   *
   * @param W how the numbers are stored
   * @param numbers not modified
   * @param scratch the caller's
   */
  public void look(int layer, PanelMatrix W, float[] numbers, Range units, ColumnSquares scratch) {
    int from = units.from();
    while (from < units.to()) {
      int to = W.panelEnd(from, units.to());
      scratch.of(numbers, W.place(0, from), W.rows(), to - from, W.width());
      keep(layer, from, to, scratch);
      from = to;
    }
  }

  private void keep(int layer, int from, int to, ColumnSquares scratch) {
    for (int unit = from; unit < to; unit++) {
      squares[layer][unit] = scratch.square(unit - from);
    }
  }

  /** The squared norm of a column, once it has been looked at. */
  float square(int layer, int unit) {
    return squares[layer][unit];
  }

  /** The norm of a layer's matrix, once all its units have been looked at. */
  public double norm(int layer) {
    double total = 0;
    for (float square : squares[layer]) {
      total += square;
    }
    return Math.sqrt(total);
  }
}
