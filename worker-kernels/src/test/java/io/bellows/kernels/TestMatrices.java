package io.bellows.kernels;

import java.util.Random;
import org.ejml.data.FMatrixRMaj;

/** Matrices for tests. */
public final class TestMatrices {
  private TestMatrices() {}

  public static FMatrixRMaj gaussian(int rows, int columns, long seed) {
    Random random = new Random(seed);
    FMatrixRMaj matrix = new FMatrixRMaj(rows, columns);
    for (int i = 0; i < matrix.getNumElements(); i++) {
      matrix.data[i] = (float) random.nextGaussian();
    }
    return matrix;
  }

  public static FMatrixRMaj filled(int rows, int columns, float value) {
    FMatrixRMaj matrix = new FMatrixRMaj(rows, columns);
    matrix.fill(value);
    return matrix;
  }

  /** A matrix of the given rows. */
  public static FMatrixRMaj of(float[]... rows) {
    return new FMatrixRMaj(rows.length, rows[0].length, true, TestRows.flat(rows));
  }

  /** Rows from {@code from} to before {@code to}, as a matrix of their own. */
  public static FMatrixRMaj rows(FMatrixRMaj matrix, int from, int to) {
    FMatrixRMaj part = new FMatrixRMaj(to - from, matrix.numCols);
    System.arraycopy(matrix.data, from * matrix.numCols, part.data, 0, part.getNumElements());
    return part;
  }

  /** The numbers that count, without the room behind them. */
  public static float[] numbers(FMatrixRMaj matrix) {
    float[] numbers = new float[matrix.getNumElements()];
    System.arraycopy(matrix.data, 0, numbers, 0, numbers.length);
    return numbers;
  }
}
