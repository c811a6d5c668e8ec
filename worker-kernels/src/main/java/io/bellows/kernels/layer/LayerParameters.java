package io.bellows.kernels.layer;

import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.PanelMatrix;

/**
 * The parameters of a dense layer or of an embedding's table, in the kernels' own layout. Owned by
 * whoever updates them.
 *
 * @param W the weights, (I,O); of a table E, (categories, dimension)
 * @param vectors b, and gain and shift where the layer is normalised, none of a table: O numbers
 *     each, then zeros
 */
public record LayerParameters(PanelMatrix W, float[][] vectors) {
  static LayerParameters zeros(DenseKernels kernels, int inputs, int outputs, int vectors) {
    return new LayerParameters(
        kernels.weights(inputs, outputs), new float[vectors][vectorLength(outputs)]);
  }

  static int vectorLength(int outputs) {
    return (outputs / DenseKernels.GRAIN + 1) * DenseKernels.GRAIN;
  }

  /** Zeros at the places of W. */
  public float[] zerosOfWeights() {
    return new float[W.data().length];
  }

  /** Zeros at the places of the vectors. */
  public float[][] zerosOfVectors() {
    return new float[vectors.length][vectorLength(W.columns())];
  }
}
