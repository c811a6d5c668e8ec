package io.bellows.kernels.linalg;

import io.bellows.kernels.random.RandomKey;

/**
 * What {@link VectorKernels} promise, in plain loops over row-major matrices: each number of a
 * product is one chain of fused multiply-adds.
 */
public final class PlainKernels implements DenseKernels {
  private final EjmlKernels scalar = new EjmlKernels();

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public PanelMatrix matrix(int capacity, int columns) {
    return new PanelMatrix(capacity, columns, columns, 1);
  }

  @Override
  public PanelMatrix weights(int inputs, int outputs) {
    return matrix(inputs, outputs);
  }

  @Override
  public void multiply(
      PanelMatrix A, PanelMatrix W, float[] b, PanelMatrix Z, Range rows, Range columns) {
    for (int row = rows.from(); row < rows.to(); row++) {
      for (int output = columns.from(); output < columns.to(); output++) {
        float z = b[output];
        for (int input = 0; input < A.columns(); input++) {
          z = Math.fma(A.get(row, input), W.get(input, output), z);
        }
        Z.data()[Z.place(row, output)] = z;
      }
    }
  }

  @Override
  public void multiply(
      SparseMatrix A, PanelMatrix W, float[] b, PanelMatrix Z, Range rows, Range columns) {
    multiply(dense(A), W, b, Z, rows, columns);
  }

  private PanelMatrix dense(SparseMatrix sparse) {
    PanelMatrix dense = matrix(sparse.rows(), sparse.columns());
    for (int row = 0; row < sparse.rows(); row++) {
      dense.setRow(row, sparse.places(row), sparse.numbers(row), 0, sparse.count(row));
    }
    return dense;
  }

  @Override
  public void multiplyByTransposed(
      PanelMatrix dZ, PanelMatrix W, PanelMatrix dA, Range rows, Range columns) {
    for (int row = rows.from(); row < rows.to(); row++) {
      for (int input = columns.from(); input < columns.to(); input++) {
        float sum = 0;
        for (int output = 0; output < W.columns(); output++) {
          sum = Math.fma(W.get(input, output), dZ.get(row, output), sum);
        }
        dA.data()[dA.place(row, input)] = sum;
      }
    }
  }

  @Override
  public void transposedMultiply(
      PanelMatrix A, PanelMatrix dZ, RowSums sums, PanelMatrix W, Range columns, TileSink sink) {
    float[] stack = new float[sums.deepest()];
    for (int input = 0; input < A.columns(); input++) {
      for (int output = columns.from(); output < columns.to(); output++) {
        int top = 0;
        for (int step = 0; step < sums.steps(); step++) {
          float sum = 0;
          for (int row = sums.from(step); row < sums.to(step); row++) {
            sum = Math.fma(A.get(row, input), dZ.get(row, output), sum);
          }
          top = push(sum, stack, top, sums.additions(step));
        }
        sink.accept(stack, 0, W.place(input, output), 1);
      }
    }
  }

  @Override
  public void transposedMultiply(
      SparseMatrix A, PanelMatrix dZ, RowSums sums, PanelMatrix W, Range columns, TileSink sink) {
    transposedMultiply(dense(A), dZ, sums, W, columns, sink);
  }

  @Override
  public void columnSums(PanelMatrix dZ, RowSums sums, Range columns, TileSink sink) {
    float[] stack = new float[sums.deepest()];
    for (int column = columns.from(); column < columns.to(); column++) {
      int top = 0;
      for (int step = 0; step < sums.steps(); step++) {
        float sum = 0;
        for (int row = sums.from(step); row < sums.to(step); row++) {
          sum += dZ.get(row, column);
        }
        top = push(sum, stack, top, sums.additions(step));
      }
      sink.accept(stack, 0, column, 1);
    }
  }

  private static int push(float sum, float[] stack, int top, int additions) {
    stack[top] = sum;
    for (int below = top - 1; below >= top - additions; below--) {
      stack[below] += stack[below + 1];
    }
    return top + 1 - additions;
  }

  @Override
  public void drawFactors(
      RandomKey key, int c0, int c1, int c2, int threshold, float kept, float[] factors) {
    scalar.drawFactors(key, c0, c1, c2, threshold, kept, factors);
  }
}
