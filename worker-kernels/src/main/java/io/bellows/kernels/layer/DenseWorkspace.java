package io.bellows.kernels.layer;

import org.ejml.data.FMatrixRMaj;

/**
 * One task's copy of a dense layer's weights, and the scratch of its passes. Owned by one task;
 * reused from batch to batch.
 *
 * <p>Wᵀ is kept beside W because EJML's product with a transposed right operand adds along k one
 * number at a time, which the JVM cannot turn into vector instructions; a copy once a round costs
 * less than the first few rows would lose.
 */
public final class DenseWorkspace {
  /** The weights, (I,O), and their transpose, (O,I). */
  public final FMatrixRMaj W;

  public final FMatrixRMaj Wt;

  /** The biases, (1,O). */
  public final FMatrixRMaj b;

  final FMatrixRMaj Z;

  /** f(Z), (B,O). */
  public final FMatrixRMaj output;

  /** The derivative by the output, (B,O); after the layer's backward pass it holds dZ. */
  public final FMatrixRMaj dOutput;

  /** The derivatives by W, (I,O), and by b, (1,O), of the rows of the last backward pass. */
  public final FMatrixRMaj dW;

  public final FMatrixRMaj db;

  /** Scratch for a layer and at most {@code rows} rows a batch. */
  public DenseWorkspace(DenseLayer layer, int rows) {
    W = new FMatrixRMaj(layer.inputs(), layer.outputs());
    Wt = new FMatrixRMaj(layer.outputs(), layer.inputs());
    b = new FMatrixRMaj(1, layer.outputs());
    Z = new FMatrixRMaj(rows, layer.outputs());
    output = new FMatrixRMaj(rows, layer.outputs());
    dOutput = new FMatrixRMaj(rows, layer.outputs());
    dW = new FMatrixRMaj(layer.inputs(), layer.outputs());
    db = new FMatrixRMaj(1, layer.outputs());
  }

  void reshape(int rows) {
    Z.reshape(rows, Z.numCols);
    output.reshape(rows, output.numCols);
    dOutput.reshape(rows, dOutput.numCols);
  }
}
