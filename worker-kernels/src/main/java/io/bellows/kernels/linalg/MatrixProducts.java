package io.bellows.kernels.linalg;

import org.ejml.data.FMatrixRMaj;

/**
 * The dense products of training, allocation-free. Row-major single precision; no argument may be
 * passed twice.
 *
 * <p>Invariants of every implementation: (1) a row of a result depends only on the same row of the
 * left operand, never on how many rows stand beside it; (2) the order of additions is a function of
 * the shapes' inner dimension alone. Both together make results independent of how rows are cut
 * into tasks.
 */
public interface MatrixProducts {
  /**
   * C = A·B.
   *
   * @param A (m,k). Not modified.
   * @param B (k,n). Not modified.
   * @param C (m,n). Modified.
   */
  void multiply(FMatrixRMaj A, FMatrixRMaj B, FMatrixRMaj C);

  /**
   * C = Aᵀ·B.
   *
   * @param A (k,m). Not modified.
   * @param B (k,n). Not modified.
   * @param C (m,n). Modified.
   */
  void multiplyTransposedLeft(FMatrixRMaj A, FMatrixRMaj B, FMatrixRMaj C);

  /**
   * T = Aᵀ.
   *
   * @param A (m,n). Not modified.
   * @param T (n,m). Modified.
   */
  void transpose(FMatrixRMaj A, FMatrixRMaj T);
}
