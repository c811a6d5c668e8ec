package io.bellows.kernels.linalg;

import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.mult.MatrixMatrixMult_FDRM;

/**
 * {@link MatrixProducts} by EJML.
 *
 * <p>EJML's dispatcher picks an algorithm by shape, and its algorithms add in different orders. The
 * ones called here by name add along the inner dimension from first to last for every shape, and
 * their inner loop runs over a row, which the JVM turns into vector instructions.
 */
public final class EjmlProducts implements MatrixProducts {
  @Override
  public void multiply(FMatrixRMaj A, FMatrixRMaj B, FMatrixRMaj C) {
    MatrixMatrixMult_FDRM.mult_reorder(A, B, C);
  }

  @Override
  public void multiplyTransposedLeft(FMatrixRMaj A, FMatrixRMaj B, FMatrixRMaj C) {
    MatrixMatrixMult_FDRM.multTransA_reorder(A, B, C);
  }

  @Override
  public void transpose(FMatrixRMaj A, FMatrixRMaj T) {
    CommonOps_FDRM.transpose(A, T);
  }
}
