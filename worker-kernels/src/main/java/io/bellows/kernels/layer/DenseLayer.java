package io.bellows.kernels.layer;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.activation.Activation;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;
import io.bellows.kernels.linalg.RowSums;
import io.bellows.kernels.linalg.TileSink;
import java.io.Serializable;

/**
 * A fully connected layer: Z = A·W + b, then the activation.
 *
 * <p>Shapes: A (B,I), W (I,O), b (1,O), Z (B,O). Stateless: weights and scratch are in the {@link
 * DenseWorkspace}. Every step works on some rows or columns, so that several tasks can share it.
 * The derivation of the backward pass is in {@code docs/backpropagation.md}.
 *
 * @param inputs I
 * @param outputs O
 */
public record DenseLayer(int inputs, int outputs, Activation activation) implements Serializable {
  public DenseLayer {
    require(inputs >= 1, "a layer needs at least 1 input, was %d", inputs);
    require(outputs >= 1, "a layer needs at least 1 unit, was %d", outputs);
  }

  /**
   * Z = A·W + b, kept where dZ comes later.
   *
   * @param workspace holds A, W and b; its Z is modified in these rows and columns
   */
  public void affine(DenseKernels kernels, DenseWorkspace workspace, Range rows, Range columns) {
    workspace.input.multiply(kernels, workspace.W, workspace.b, workspace.dZ, rows, columns);
  }

  /**
   * The layer's output f(Z), without a mask.
   *
   * @param output (B,O). Modified in these rows and columns.
   */
  public void activate(DenseWorkspace workspace, PanelMatrix output, Range rows, Range columns) {
    workspace.dZ.forEachRun(
        rows,
        columns,
        (from, to) -> activation.apply(workspace.dZ.data(), output.data(), from, to));
  }

  /**
   * The layer's output through the mask behind it, f(Z) ⊙ factors; f′(Z) ⊙ factors is kept for the
   * way back.
   *
   * @param isMasked whether there is a mask; then the workspace holds its factors
   * @param output (B,O). Modified in these rows and columns.
   */
  public void activateMasked(
      DenseWorkspace workspace, boolean isMasked, PanelMatrix output, Range rows, Range columns) {
    float[] derivative = workspace.derivative.data();
    float[] factors = workspace.factors.data();
    workspace.dZ.forEachRun(
        rows,
        columns,
        (from, to) -> {
          activation.applyWithDerivative(workspace.dZ.data(), output.data(), derivative, from, to);
          if (isMasked) {
            multiply(output.data(), factors, from, to);
            multiply(derivative, factors, from, to);
          }
        });
  }

  /**
   * dZ of the layer before: (dZ·Wᵀ) ⊙ f′(Z of the layer before) ⊙ factors of the mask between.
   *
   * @param workspace holds dZ and W
   * @param before the layer before; its dZ is modified in these rows and columns
   */
  public void backwardToInput(
      DenseKernels kernels,
      DenseWorkspace workspace,
      DenseWorkspace before,
      Range rows,
      Range columns) {
    kernels.multiplyByTransposed(workspace.dZ, workspace.W, before.dZ, rows, columns);
    before.dZ.forEachRun(
        rows,
        columns,
        (from, to) -> multiply(before.dZ.data(), before.derivative.data(), from, to));
  }

  /**
   * dW = Aᵀ·dZ for some columns.
   *
   * @param workspace holds A and dZ
   * @param sink receives dW at the places of W
   */
  public void weightGradient(
      DenseKernels kernels, DenseWorkspace workspace, RowSums sums, Range columns, TileSink sink) {
    workspace.input.transposedMultiply(kernels, workspace.dZ, sums, workspace.W, columns, sink);
  }

  /**
   * db = Σ rows of dZ for some columns.
   *
   * @param sink receives db at the places of b
   */
  public void biasGradient(
      DenseKernels kernels, DenseWorkspace workspace, RowSums sums, Range columns, TileSink sink) {
    kernels.columnSums(workspace.dZ, sums, columns, sink);
  }

  private static void multiply(float[] values, float[] factors, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] *= factors[i];
    }
  }
}
