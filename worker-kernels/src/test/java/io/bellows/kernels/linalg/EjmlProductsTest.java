package io.bellows.kernels.linalg;

import static io.bellows.kernels.TestMatrices.gaussian;
import static io.bellows.kernels.TestMatrices.numbers;
import static io.bellows.kernels.TestMatrices.rows;
import static org.assertj.core.api.Assertions.assertThat;

import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EjmlProductsTest {
  private static final int[] SIZES = {1, 2, 3, 7, 8, 9, 31, 33, 127};

  /** The unit roundoff of float. */
  private static final double EPSILON = 0x1p-24;

  private final MatrixProducts products = new EjmlProducts();

  @Test
  void multiply_allSizes_isWithinTheBoundOfTheDoubleProduct() {
    int compared = 0;
    for (int m : SIZES) {
      for (int k : SIZES) {
        for (int n : SIZES) {
          FMatrixRMaj A = gaussian(m, k, 1);
          FMatrixRMaj B = gaussian(k, n, 2);
          FMatrixRMaj C = stale(m, n);
          products.multiply(A, B, C);
          assertWithinBound(C, A, B, m, k, n);
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(SIZES.length * SIZES.length * SIZES.length);
  }

  @Test
  void multiplyTransposedLeft_allSizes_isWithinTheBoundOfTheDoubleProduct() {
    int compared = 0;
    for (int m : SIZES) {
      for (int k : SIZES) {
        for (int n : SIZES) {
          FMatrixRMaj At = gaussian(k, m, 3);
          FMatrixRMaj B = gaussian(k, n, 4);
          FMatrixRMaj C = stale(m, n);
          products.multiplyTransposedLeft(At, B, C);
          assertWithinBound(C, transposed(At), B, m, k, n);
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(SIZES.length * SIZES.length * SIZES.length);
  }

  @Test
  void transpose_allSizes_isExact() {
    for (int m : SIZES) {
      for (int n : SIZES) {
        FMatrixRMaj A = gaussian(m, n, 5);
        FMatrixRMaj T = stale(n, m);
        products.transpose(A, T);
        assertThat(numbers(T)).as("%d by %d", m, n).containsExactly(numbers(transposed(A)));
      }
    }
  }

  /** Invariant 1: rows may be cut into tasks anywhere. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 33, 127, 300})
  void multiply_partOfTheRows_hasTheBitsOfTheWhole(int k) {
    int m = 67;
    int n = 19;
    FMatrixRMaj A = gaussian(m, k, 6);
    FMatrixRMaj B = gaussian(k, n, 7);
    FMatrixRMaj whole = new FMatrixRMaj(m, n);
    products.multiply(A, B, whole);
    for (int size : new int[] {1, 2, 8, 31, 66}) {
      for (int from = 0; from < m; from += size) {
        int to = Math.min(m, from + size);
        FMatrixRMaj part = new FMatrixRMaj(to - from, n);
        products.multiply(rows(A, from, to), B, part);
        assertThat(numbers(part)).containsExactly(numbers(rows(whole, from, to)));
      }
    }
  }

  /** Invariants 1 and 2 for Aᵀ·B, whose rows are A's columns. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 33, 127, 300})
  void multiplyTransposedLeft_oneColumn_hasTheBitsOfTheWhole(int k) {
    int m = 13;
    int n = 19;
    FMatrixRMaj A = gaussian(k, m, 8);
    FMatrixRMaj B = gaussian(k, n, 9);
    FMatrixRMaj whole = new FMatrixRMaj(m, n);
    products.multiplyTransposedLeft(A, B, whole);
    for (int column = 0; column < m; column++) {
      FMatrixRMaj alone = new FMatrixRMaj(1, n);
      products.multiplyTransposedLeft(column(A, column), B, alone);
      assertThat(numbers(alone)).containsExactly(numbers(rows(whole, column, column + 1)));
    }
  }

  /** Invariant 2: one column of B alone, so another shape with the same inner dimension. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 31, 33, 127, 300})
  void bothProducts_sameInnerDimension_addInTheSameOrder(int k) {
    int m = 17;
    int n = 23;
    FMatrixRMaj A = gaussian(m, k, 10);
    FMatrixRMaj B = gaussian(k, n, 11);
    FMatrixRMaj whole = new FMatrixRMaj(m, n);
    products.multiply(A, B, whole);
    FMatrixRMaj transposedLeft = new FMatrixRMaj(m, n);
    products.multiplyTransposedLeft(transposed(A), B, transposedLeft);
    assertThat(numbers(transposedLeft)).containsExactly(numbers(whole));
    for (int column = 0; column < n; column++) {
      FMatrixRMaj alone = new FMatrixRMaj(m, 1);
      products.multiply(A, column(B, column), alone);
      assertThat(numbers(alone)).containsExactly(numbers(column(whole, column)));
    }
  }

  /** |C − exact| ≤ 2·k·ε·Σ|a||b|, for every number. */
  private static void assertWithinBound(
      FMatrixRMaj C, FMatrixRMaj A, FMatrixRMaj B, int m, int k, int n) {
    assertThat(C.numRows).isEqualTo(m);
    assertThat(C.numCols).isEqualTo(n);
    for (int row = 0; row < m; row++) {
      for (int column = 0; column < n; column++) {
        double exact = 0;
        double magnitude = 0;
        for (int i = 0; i < k; i++) {
          double product = (double) A.data[row * k + i] * B.data[i * n + column];
          exact += product;
          magnitude += Math.abs(product);
        }
        double difference = Math.abs(C.data[row * n + column] - exact);
        if (!(difference <= 2 * k * EPSILON * magnitude)) {
          assertThat(difference)
              .as("(%d,%d) of a (%d,%d)·(%d,%d)", row, column, m, k, k, n)
              .isLessThanOrEqualTo(2 * k * EPSILON * magnitude);
        }
      }
    }
  }

  /** What stood in a result before must not matter. */
  private static FMatrixRMaj stale(int rows, int columns) {
    FMatrixRMaj matrix = new FMatrixRMaj(rows, columns);
    matrix.fill(Float.NaN);
    return matrix;
  }

  private static FMatrixRMaj transposed(FMatrixRMaj A) {
    FMatrixRMaj T = new FMatrixRMaj(A.numCols, A.numRows);
    for (int row = 0; row < A.numRows; row++) {
      for (int column = 0; column < A.numCols; column++) {
        T.data[column * A.numRows + row] = A.data[row * A.numCols + column];
      }
    }
    return T;
  }

  private static FMatrixRMaj column(FMatrixRMaj A, int column) {
    FMatrixRMaj alone = new FMatrixRMaj(A.numRows, 1);
    for (int row = 0; row < A.numRows; row++) {
      alone.data[row] = A.data[row * A.numCols + column];
    }
    return alone;
  }
}
