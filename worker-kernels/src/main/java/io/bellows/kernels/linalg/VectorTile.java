package io.bellows.kernels.linalg;

/**
 * The innermost products of {@link VectorKernels}: 8 rows by up to 3 panels of 16 columns, kept in
 * registers along the whole inner dimension. Stateless.
 *
 * <p>Each number of a tile is one chain of fused multiply-adds from the first to the last element
 * of the inner dimension, so that every implementation, whatever its vectors' width, equals the
 * plain loop {@code t = Math.fma(x, y, t)} bit for bit.
 *
 * <p>Implementations unroll by hand because the JVM keeps accumulators in registers only where each
 * is a local variable.
 */
interface VectorTile {
  /** Columns of a panel. */
  int PANEL = 16;

  /** Rows of a tile. */
  int ROWS = 8;

  /** Numbers of one panel of a tile. */
  int PANEL_SIZE = ROWS * PANEL;

  /** Panels of a tile at most. */
  int MOST_PANELS = 3;

  /** Numbers of a tile at most. */
  int SIZE = MOST_PANELS * PANEL_SIZE;

  /**
   * Z = initial + X·Y, with X's columns, the inner dimension, in panels.
   *
   * @param x X from {@code xAt}: row i, inner k at {@code k / 16 · xPanel + 16·i + k % 16}
   * @param y Y from {@code yAt}: panel j, inner k, column c at {@code j · yPanel + 16·k + c}
   * @param panels how many panels of Y, 1 to 3
   * @param depth the inner dimension
   * @param initial from {@code initialAt}: a row that every row of Z begins with
   * @param z Z from {@code zAt}: panel j, row i, column c at {@code j · zPanel + 16·i + c}.
   *     Modified.
   */
  void multiply(
      float[] x,
      int xAt,
      int xPanel,
      float[] y,
      int yAt,
      int yPanel,
      int panels,
      int depth,
      float[] initial,
      int initialAt,
      float[] z,
      int zAt,
      int zPanel);

  /**
   * T = addend + Xᵀ·Y, with rows as the inner dimension. The chains begin at 0; the addend comes
   * last, while they are in registers, which spares a way through memory.
   *
   * @param x X from {@code xAt}: inner k, row i of the tile at {@code 16·k + i}
   * @param y Y from {@code yAt}: panel j, inner k, column c at {@code j · yPanel + 16·k + c}
   * @param panels how many panels of Y, 1 to 3
   * @param depth the inner dimension
   * @param sums holds tiles: of one at a place, panel j, row i, column c at {@code place + j ·
   *     sumsPanel + 16·i + c}. Modified at {@code target}.
   * @param addend the place of the addend
   * @param target the place of T, which may be that of the addend
   */
  void addTransposedProduct(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int yPanel,
      int panels,
      int depth,
      float[] sums,
      int sumsPanel,
      int addend,
      int target);
}
