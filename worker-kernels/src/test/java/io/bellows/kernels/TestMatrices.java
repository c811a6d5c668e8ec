package io.bellows.kernels;

import io.bellows.kernels.linalg.PanelMatrix;
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

  /**
   * Makes a matrix hold the numbers of another.
   *
   * @param matrix modified, and returned
   */
  public static PanelMatrix set(PanelMatrix matrix, FMatrixRMaj numbers) {
    matrix.reshape(numbers.numRows);
    for (int row = 0; row < numbers.numRows; row++) {
      matrix.setRow(row, numbers.data, row * numbers.numCols);
    }
    return matrix;
  }

  /** The numbers of a matrix row by row, whatever its layout. */
  public static float[] numbers(PanelMatrix matrix) {
    float[] numbers = new float[matrix.rows() * matrix.columns()];
    for (int row = 0; row < matrix.rows(); row++) {
      matrix.getRow(row, numbers, row * matrix.columns());
    }
    return numbers;
  }

  /** The numbers that count, without the room behind them. */
  public static float[] numbers(FMatrixRMaj matrix) {
    float[] numbers = new float[matrix.getNumElements()];
    System.arraycopy(matrix.data, 0, numbers, 0, numbers.length);
    return numbers;
  }
}
