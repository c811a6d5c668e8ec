package io.bellows.kernels.linalg;

import io.bellows.kernels.random.RandomKey;

/**
 * The operations of dense layers in training, on matrices of their own making. One task's: an
 * instance holds scratch. Rows and columns are cut by multiples of {@link #GRAIN} into parts that
 * several tasks may compute at the same time.
 *
 * <p>Invariants of every implementation: (1) an element of a product depends only on its row of the
 * left operand and its column of the right one, never on what stands beside them, nor on the part
 * it is computed in; (2) the order of additions is a function of the shapes' inner dimension alone.
 * Both together make results independent of how work is cut into tasks.
 */
public interface DenseKernels {
  /** Ranges of rows and columns begin at multiples of this. */
  int GRAIN = 16;

  /** The name used in configurations. */
  String name();

  /** A matrix of zeros for rows on their way through a network. */
  PanelMatrix matrix(int capacity, int columns);

  /** A matrix of zeros for weights, (inputs, outputs). */
  PanelMatrix weights(int inputs, int outputs);

  /**
   * Z = b + A·W, for some rows and some columns of Z.
   *
   * @param A (B,I). Not modified.
   * @param W (I,O). Not modified.
   * @param b O numbers, then zeros up to a multiple of {@link #GRAIN}. Not modified.
   * @param Z (B,O). Modified.
   */
  void multiply(PanelMatrix A, PanelMatrix W, float[] b, PanelMatrix Z, Range rows, Range columns);

  /**
   * The same product, of the same bits, with a sparse A.
   *
   * <p>Where A is 0 a finite weight adds a zero, which changes no sum but the sign of a zero; a sum
   * that ends as −0 is formed again with all its terms. (A weight that is not finite ends a run,
   * though perhaps not in the same round: it is seen only by rows with a number in its place.)
   */
  void multiply(SparseMatrix A, PanelMatrix W, float[] b, PanelMatrix Z, Range rows, Range columns);

  /**
   * dA = dZ·Wᵀ, for some rows and some columns of dA.
   *
   * @param dZ (B,O). Not modified.
   * @param W (I,O). Not modified.
   * @param dA (B,I). Modified.
   */
  void multiplyByTransposed(
      PanelMatrix dZ, PanelMatrix W, PanelMatrix dA, Range rows, Range columns);

  /**
   * dW = Aᵀ·dZ for some columns of dW, summed over rows as {@code sums} says.
   *
   * @param A (B,I). Not modified.
   * @param dZ (B,O). Not modified.
   * @param W (I,O), made by {@link #weights}: only its shape is used
   * @param sink receives each number of dW once; places are those of {@code W}. In the columns and
   *     rows after W's last, zeros may be among them.
   */
  void transposedMultiply(
      PanelMatrix A, PanelMatrix dZ, RowSums sums, PanelMatrix W, Range columns, TileSink sink);

  /** The same product, of the same bits, with a sparse A. */
  void transposedMultiply(
      SparseMatrix A, PanelMatrix dZ, RowSums sums, PanelMatrix W, Range columns, TileSink sink);

  /**
   * db = Σ rows of dZ for some columns, summed as {@code sums} says.
   *
   * @param dZ (B,O). Not modified.
   * @param sink receives each number of db once, at the place of its column
   */
  void columnSums(PanelMatrix dZ, RowSums sums, Range columns, TileSink sink);

  /**
   * Draws dropout factors: {@code kept}, or 0 with probability {@code threshold} / 65536. Each unit
   * takes 16 bits of the draws at (c0, c1, c2, ·).
   *
   * @param factors modified: as many factors as it is long
   */
  void drawFactors(
      RandomKey key, int c0, int c1, int c2, int threshold, float kept, float[] factors);
}
