package io.bellows.kernels.layer;

import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.LayerInput;
import io.bellows.kernels.linalg.PanelMatrix;

/**
 * A dense layer's weights in the kernels' own layout, and the scratch of its passes; reused from
 * batch to batch. Several tasks may work on it at the same time, each on its own rows or columns.
 */
public final class DenseWorkspace {
  public final LayerParameters parameters;

  /** What goes in, (B,I): for a hidden layer's successor its masked outputs. */
  public final LayerInput input;

  /** Z going forward, dZ coming back, (B,O). */
  public final PanelMatrix dZ;

  /** f′(Z) times the factors of the mask behind the layer, (B,O); unused in the last layer. */
  final PanelMatrix derivative;

  /**
   * Going forward what is multiplied with the gain, coming back the rows whose sum is the gain's
   * derivative, (B,O); unused where the layer is not normalised.
   */
  final PanelMatrix normalized;

  /** The derivative by what the activation gets, (B,O); unused where it is dZ. */
  final PanelMatrix dY;

  /** What rows were multiplied with to be normalised. */
  final double[] inverseDeviations;

  /** The derivative by the outputs, (B,O); unused where the layer is not residual. */
  final PanelMatrix dH;

  /** The factors of the mask behind the layer, (B,O); unused where nothing is dropped. */
  public final PanelMatrix factors;

  /**
   * Scratch for a layer and at most {@code rows} rows a batch.
   *
   * @param isLast whether nothing comes behind the layer
   * @param isMasked whether a mask comes behind the layer
   */
  public DenseWorkspace(
      DenseLayer layer, DenseKernels kernels, int rows, boolean isLast, boolean isMasked) {
    parameters = LayerParameters.zeros(kernels, layer.inputs(), layer.outputs(), layer.vectors());
    input = new LayerInput(kernels, rows, layer.inputs(), !layer.isResidual());
    dZ = kernels.matrix(rows, layer.outputs());
    derivative = kernels.matrix(isLast ? 0 : rows, layer.outputs());
    normalized = kernels.matrix(layer.isNormalized() ? rows : 0, layer.outputs());
    dY = kernels.matrix(layer.isNormalized() ? rows : 0, layer.outputs());
    inverseDeviations = new double[layer.isNormalized() ? rows : 0];
    dH = kernels.matrix(layer.isResidual() ? rows : 0, layer.outputs());
    factors = kernels.matrix(isMasked ? rows : 0, layer.outputs());
  }

  /** Sets the number of rows of the next batch. */
  public void reshape(int rows) {
    input.reshape(rows);
    dZ.reshape(rows);
    derivative.reshape(Math.min(rows, derivative.capacity()));
    normalized.reshape(Math.min(rows, normalized.capacity()));
    dY.reshape(Math.min(rows, dY.capacity()));
    dH.reshape(Math.min(rows, dH.capacity()));
    factors.reshape(Math.min(rows, factors.capacity()));
  }
}
