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
 * A fully connected layer: Z = A·W + b, then {@link LayerNormalization} if it is normalised, then
 * the activation, H = f(Z); a residual one adds what it is given, H = f(Z) + A (He, Zhang, Ren,
 * Sun, "Deep residual learning for image recognition", CVPR 2016; over one layer, where they have
 * two, and without an activation behind the sum).
 *
 * <p>Shapes: A (B,I), W (I,O), b (1,O), Z and H (B,O). Stateless: weights and scratch are in the
 * {@link DenseWorkspace}. Every step works on some rows or columns, so that several tasks can share
 * it. The derivation of the backward pass is in {@code docs/backpropagation.md}.
 *
 * @param inputs I
 * @param outputs O
 * @param isResidual whether A is added to the outputs; then I = O
 * @param isNormalized whether Z is normalised over the units of each row
 */
public record DenseLayer(
    int inputs, int outputs, Activation activation, boolean isResidual, boolean isNormalized)
    implements Serializable {
  /** Which of a layer's vectors is b. */
  public static final int BIAS = 0;

  /** Which is the gain of a normalised layer. */
  public static final int GAIN = 1;

  /** Which is the shift of a normalised layer. */
  public static final int SHIFT = 2;

  public DenseLayer {
    require(inputs >= 1, "a layer needs at least 1 input, was %d", inputs);
    require(outputs >= 1, "a layer needs at least 1 unit, was %d", outputs);
    require(
        !isResidual || inputs == outputs,
        "a residual layer needs as many units as inputs, was of %d inputs and %d units",
        inputs,
        outputs);
  }

  /** A layer that is neither residual nor normalised. */
  public DenseLayer(int inputs, int outputs, Activation activation) {
    this(inputs, outputs, activation, false, false);
  }

  /** How many vectors of O parameters there are beside W: b, and gain and shift. */
  public int vectors() {
    return isNormalized ? 3 : 1;
  }

  /**
   * Z = A·W + b, kept where dZ comes later.
   *
   * @param workspace holds A, W and b; its Z is modified in these rows and columns
   */
  public void affine(DenseKernels kernels, DenseWorkspace workspace, Range rows, Range columns) {
    workspace.input.multiply(
        kernels,
        workspace.parameters.W(),
        workspace.parameters.vectors()[BIAS],
        workspace.dZ,
        rows,
        columns);
  }

  /**
   * Normalises whole rows of Z, where the layer does so.
   *
   * @param workspace holds Z. Modified in these rows.
   */
  public void normalize(LayerNormalization normalization, DenseWorkspace workspace, Range rows) {
    if (isNormalized) {
      normalization.forward(workspace, rows);
    }
  }

  /**
   * The layer's output H, without a mask.
   *
   * @param output (B,O). Modified in these rows and columns.
   */
  public void activate(DenseWorkspace workspace, PanelMatrix output, Range rows, Range columns) {
    workspace.dZ.forEachRun(
        rows,
        columns,
        (from, to) -> {
          activation.apply(workspace.dZ.data(), output.data(), from, to);
          addInput(workspace, output, from, to);
        });
  }

  /**
   * The layer's output through the mask behind it, H ⊙ factors; f′(Z) ⊙ factors is kept for the way
   * back.
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
          addInput(workspace, output, from, to);
          if (isMasked) {
            multiply(output.data(), factors, from, to);
            multiply(derivative, factors, from, to);
          }
        });
  }

  /** Input and output of a residual layer are alike: they have equal elements at equal places. */
  private void addInput(DenseWorkspace workspace, PanelMatrix output, int from, int to) {
    if (isResidual) {
      add(output.data(), workspace.input.dense().data(), from, to);
    }
  }

  /**
   * dA = dZ·Wᵀ, and + dH where the layer is residual.
   *
   * @param workspace holds dZ, W and dH
   * @param dA (B,I). Modified in these rows and columns.
   */
  public void backwardToInput(
      DenseKernels kernels, DenseWorkspace workspace, PanelMatrix dA, Range rows, Range columns) {
    kernels.multiplyByTransposed(workspace.dZ, workspace.parameters.W(), dA, rows, columns);
    if (isResidual) {
      dA.forEachRun(rows, columns, (from, to) -> add(dA.data(), workspace.dH.data(), from, to));
    }
  }

  /**
   * dZ = (dA of the layer behind) ⊙ f′(Z) ⊙ factors of the mask between; dH is kept where the layer
   * is residual.
   *
   * @param workspace holds dA of the layer behind where dZ comes. Modified in these rows and
   *     columns.
   * @param isMasked whether there is a mask; then the workspace holds its factors
   */
  public void backwardThroughActivation(
      DenseWorkspace workspace, boolean isMasked, Range rows, Range columns) {
    float[] dZ = workspace.dZ.data();
    workspace.dZ.forEachRun(
        rows,
        columns,
        (from, to) -> {
          if (isResidual) {
            keepDh(workspace, isMasked, from, to);
          }
          multiply(dZ, workspace.derivative.data(), from, to);
        });
  }

  /**
   * The way back through {@link #normalize}.
   *
   * @param workspace holds the derivative by what the activation got, where dZ comes. Modified in
   *     these rows.
   */
  public void backwardThroughNormalization(
      LayerNormalization normalization, DenseWorkspace workspace, Range rows) {
    if (isNormalized) {
      normalization.backward(workspace, rows);
    }
  }

  private static void keepDh(DenseWorkspace workspace, boolean isMasked, int from, int to) {
    System.arraycopy(workspace.dZ.data(), from, workspace.dH.data(), from, to - from);
    if (isMasked) {
      multiply(workspace.dH.data(), workspace.factors.data(), from, to);
    }
  }

  /**
   * dW = Aᵀ·dZ for some columns.
   *
   * @param workspace holds A and dZ
   * @param sink receives dW at the places of W
   */
  public void weightGradient(
      DenseKernels kernels, DenseWorkspace workspace, RowSums sums, Range columns, TileSink sink) {
    workspace.input.transposedMultiply(
        kernels, workspace.dZ, sums, workspace.parameters.W(), columns, sink);
  }

  /**
   * db = Σ rows of dZ for some columns; dgain and dshift likewise.
   *
   * @param vector b, gain or shift
   * @param sink receives the sums at the places of the vector
   */
  public void vectorGradient(
      int vector,
      DenseKernels kernels,
      DenseWorkspace workspace,
      RowSums sums,
      Range columns,
      TileSink sink) {
    PanelMatrix summands =
        switch (vector) {
          case GAIN -> workspace.normalized;
          case SHIFT -> workspace.dY;
          default -> workspace.dZ;
        };
    kernels.columnSums(summands, sums, columns, sink);
  }

  private static void multiply(float[] values, float[] factors, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] *= factors[i];
    }
  }

  private static void add(float[] values, float[] others, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] += others[i];
    }
  }
}
