package io.bellows.kernels.layer;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.activation.Activation;
import io.bellows.kernels.linalg.MatrixProducts;
import java.io.Serializable;
import org.ejml.data.FMatrixRMaj;

/**
 * A fully connected layer: Z = A·W + b, then the activation.
 *
 * <p>Shapes: A (B,I), W (I,O), b (1,O), Z (B,O). Stateless: weights and scratch are in the {@link
 * DenseWorkspace}. The derivation of the backward pass is in {@code docs/backpropagation.md}.
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
   * Z = A·W + b; the layer's output = f(Z).
   *
   * @param A (B,I). Not modified.
   * @param workspace holds W and b; Z and the output are modified.
   */
  public void forward(MatrixProducts products, FMatrixRMaj A, DenseWorkspace workspace) {
    workspace.reshape(A.numRows);
    products.multiply(A, workspace.W, workspace.Z);
    addToEachRow(workspace.b.data, workspace.Z);
    activation.forward(workspace.Z.data, workspace.output.data, workspace.Z.getNumElements());
  }

  /**
   * dZ = dOutput ⊙ f′(Z); dW = Aᵀ·dZ; db = Σ rows of dZ.
   *
   * @param A (B,I), the input of the forward pass. Not modified.
   * @param workspace holds dOutput, which becomes dZ; dW and db are modified.
   */
  public void backward(MatrixProducts products, FMatrixRMaj A, DenseWorkspace workspace) {
    activation.backward(
        workspace.Z.data,
        workspace.output.data,
        workspace.dOutput.data,
        workspace.Z.getNumElements());
    FMatrixRMaj dZ = workspace.dOutput;
    products.multiplyTransposedLeft(A, dZ, workspace.dW);
    sumOfRows(dZ, workspace.db.data);
  }

  /**
   * dA = dZ·Wᵀ, after {@link #backward}.
   *
   * @param dA (B,I). Modified.
   */
  public void backwardToInput(MatrixProducts products, DenseWorkspace workspace, FMatrixRMaj dA) {
    products.multiply(workspace.dOutput, workspace.Wt, dA);
  }

  private static void addToEachRow(float[] b, FMatrixRMaj Z) {
    float[] z = Z.data;
    int columns = Z.numCols;
    for (int row = 0; row < Z.numRows; row++) {
      int start = row * columns;
      for (int column = 0; column < columns; column++) {
        z[start + column] += b[column];
      }
    }
  }

  private static void sumOfRows(FMatrixRMaj dZ, float[] db) {
    float[] values = dZ.data;
    int columns = dZ.numCols;
    System.arraycopy(values, 0, db, 0, columns);
    for (int row = 1; row < dZ.numRows; row++) {
      int start = row * columns;
      for (int column = 0; column < columns; column++) {
        db[column] += values[start + column];
      }
    }
  }
}
