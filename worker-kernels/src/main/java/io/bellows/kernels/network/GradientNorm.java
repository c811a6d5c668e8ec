package io.bellows.kernels.network;

import io.bellows.kernels.constraint.ColumnSquares;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;

/**
 * The L2 norm of a gradient over all parameters. Its squares are summed by units, each a column of
 * dW and its numbers of db, dgain and dshift, and those in one order: the bits depend neither on
 * how gradients are stored nor on who looks at which units. Several tasks may look at the same
 * time, each at its own.
 */
public final class GradientNorm {
  private final ParameterLayout layout;
  private final MatrixNorms matrices;
  private final double[][] squares;

  /** The norm of gradients in a layout. */
  public GradientNorm(ParameterLayout layout) {
    this.layout = layout;
    this.matrices = new MatrixNorms(layout);
    this.squares = new double[layout.layers()][];
    for (int layer = 0; layer < squares.length; layer++) {
      squares[layer] = new double[layout.outputs().get(layer)];
    }
  }

  /**
   * Looks at all units.
   *
   * @param gradient in the flat layout. Not modified.
   * @param scratch the caller's
   */
  public void look(float[] gradient, ColumnSquares scratch) {
    for (int layer = 0; layer < squares.length; layer++) {
      matrices.look(layer, gradient, scratch);
      for (int unit = 0; unit < squares[layer].length; unit++) {
        double square = matrices.square(layer, unit);
        for (int vector = 0; vector < layout.vectors().get(layer); vector++) {
          square += square(gradient[layout.vectorOffset(layer, vector) + unit]);
        }
        squares[layer][unit] = square;
      }
    }
  }

  /**
   * Looks at some units of a layer.
   *
   * @param W how dW is stored
   * @param dW not modified
   * @param vectors db, and dgain and dshift where there are. Not modified.
   * @param scratch the caller's
   */
  public void look(
      int layer, PanelMatrix W, float[] dW, float[][] vectors, Range units, ColumnSquares scratch) {
    matrices.look(layer, W, dW, units, scratch);
    for (int unit = units.from(); unit < units.to(); unit++) {
      double square = matrices.square(layer, unit);
      for (float[] vector : vectors) {
        square += square(vector[unit]);
      }
      squares[layer][unit] = square;
    }
  }

  private static double square(float number) {
    return (double) number * number;
  }

  /** The norm, once all units have been looked at. */
  public double norm() {
    double total = 0;
    for (double[] layer : squares) {
      for (double square : layer) {
        total += square;
      }
    }
    return Math.sqrt(total);
  }
}
