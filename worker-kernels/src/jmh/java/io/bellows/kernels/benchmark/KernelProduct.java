package io.bellows.kernels.benchmark;

import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;
import io.bellows.kernels.linalg.RowSums;

/**
 * Our kernels, with everything as in training: matrices lie for good as the kernels want them, and
 * what a round pays beside the sums themselves is paid here too: the bias, the transpositions
 * around dZ·Wᵀ, the chains of 1,024 rows and the sink of Aᵀ·dZ, which here copies.
 */
final class KernelProduct implements Product {
  private final Runnable product;
  private final PanelMatrix result;

  KernelProduct(DenseKernels kernels, Operands operands) {
    int m = operands.shape().m();
    int n = operands.shape().n();
    int k = operands.shape().k();
    switch (operands.kind()) {
      case MULTIPLY -> {
        PanelMatrix A = fill(kernels.matrix(m, k), operands.left());
        PanelMatrix W = fill(kernels.weights(k, n), operands.right());
        float[] b = new float[(n / DenseKernels.GRAIN + 1) * DenseKernels.GRAIN];
        Range rows = Range.of(m);
        Range columns = Range.of(n);
        result = kernels.matrix(m, n);
        product = () -> kernels.multiply(A, W, b, result, rows, columns);
      }
      case TRANSPOSED_MULTIPLY -> {
        PanelMatrix A = fill(kernels.matrix(k, m), operands.left());
        PanelMatrix dZ = fill(kernels.matrix(k, n), operands.right());
        RowSums sums = chains(k);
        Range columns = Range.of(n);
        result = kernels.weights(m, n);
        float[] dW = result.data();
        product =
            () ->
                kernels.transposedMultiply(
                    A,
                    dZ,
                    sums,
                    result,
                    columns,
                    (numbers, from, place, length) ->
                        System.arraycopy(numbers, from, dW, place, length));
      }
      case MULTIPLY_BY_TRANSPOSED -> {
        PanelMatrix dZ = fill(kernels.matrix(m, k), operands.left());
        PanelMatrix W = fill(kernels.weights(n, k), operands.right());
        Range rows = Range.of(m);
        Range columns = Range.of(n);
        result = kernels.matrix(m, n);
        product = () -> kernels.multiplyByTransposed(dZ, W, result, rows, columns);
      }
      default -> throw new IllegalArgumentException(operands.kind().symbol);
    }
  }

  private static PanelMatrix fill(PanelMatrix matrix, float[] rowMajor) {
    matrix.fromRowMajor(rowMajor, 0, matrix.data());
    return matrix;
  }

  /** As a share's rows are summed. */
  private static RowSums chains(int rows) {
    RowSums sums = new RowSums();
    for (int from = 0; from < rows; from += PackedBlock.ROWS) {
      sums.chain(from, Math.min(rows, from + PackedBlock.ROWS));
      if (from > 0) {
        sums.add();
      }
    }
    return sums;
  }

  @Override
  public void run() {
    product.run();
  }

  @Override
  public float get(int row, int column) {
    return result.get(row, column);
  }
}
