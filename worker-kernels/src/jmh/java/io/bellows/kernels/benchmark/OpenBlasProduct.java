package io.bellows.kernels.benchmark;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * OpenBLAS's sgemm in one thread, on row-major matrices outside the Java heap: nothing is copied.
 */
final class OpenBlasProduct implements Product {
  static {
    org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads(1);
  }

  private final Operands operands;
  private final FloatPointer left;
  private final FloatPointer right;
  private final FloatPointer result;

  OpenBlasProduct(Operands operands) {
    this.operands = operands;
    this.left = new FloatPointer(operands.left());
    this.right = new FloatPointer(operands.right());
    this.result = new FloatPointer((long) operands.shape().m() * operands.shape().n());
  }

  @Override
  public void run() {
    Shape shape = operands.shape();
    openblas_nolapack.cblas_sgemm(
        CblasRowMajor,
        operands.kind().isLeftTransposed ? CblasTrans : CblasNoTrans,
        operands.kind().isRightTransposed ? CblasTrans : CblasNoTrans,
        shape.m(),
        shape.n(),
        shape.k(),
        1f,
        left,
        operands.leftColumns(),
        right,
        operands.rightColumns(),
        0f,
        result,
        shape.n());
  }

  @Override
  public float get(int row, int column) {
    return result.get((long) row * operands.shape().n() + column);
  }
}
