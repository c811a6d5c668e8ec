package io.bellows.kernels.linalg;

/** Tiles of narrower vectors: 4 rows of one panel at a time, which is what registers hold. */
abstract class HalvedVectorTile implements VectorTile {
  private static final int HALF = ROWS / 2;

  @Override
  public final void multiply(
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
      int zPanel) {
    for (int j = 0; j < panels; j++) {
      for (int i = 0; i < ROWS; i += HALF) {
        multiplyHalf(
            x,
            xAt + i * PANEL,
            xPanel,
            y,
            yAt + j * yPanel,
            depth,
            initial,
            initialAt + j * PANEL,
            z,
            zAt + j * zPanel + i * PANEL);
      }
    }
    if ((depth & 1) != 0) {
      VectorLastStep.add(x, xAt, xPanel, y, yAt, yPanel, panels, depth, z, zAt, zPanel);
    }
  }

  @Override
  public final void addTransposedProduct(
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
      int target) {
    for (int j = 0; j < panels; j++) {
      for (int i = 0; i < ROWS; i += HALF) {
        int at = j * sumsPanel + i * PANEL;
        transposedHalf(x, xAt + i, y, yAt + j * yPanel, depth, sums, addend + at, target + at);
      }
    }
  }

  /** Four rows of one panel of {@link #multiply}, but for the last step of an odd depth. */
  abstract void multiplyHalf(
      float[] x,
      int xAt,
      int xPanel,
      float[] y,
      int yAt,
      int depth,
      float[] initial,
      int initialAt,
      float[] z,
      int zAt);

  /** Four rows of one panel of {@link #addTransposedProduct}. */
  abstract void transposedHalf(
      float[] x, int xAt, float[] y, int yAt, int depth, float[] sums, int addend, int target);
}
