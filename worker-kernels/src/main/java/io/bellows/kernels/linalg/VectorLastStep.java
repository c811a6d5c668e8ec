package io.bellows.kernels.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The last step of {@link VectorTile#multiply} along an odd inner dimension: its loops take two
 * steps at a time. Apart from them, since larger methods than theirs make objects of vectors.
 */
final class VectorLastStep {
  private static final VectorSpecies<Float> SPECIES = VectorPanelMatrix.SPECIES;
  private static final int PANEL = VectorTile.PANEL;

  private VectorLastStep() {}

  static void add(
      float[] x,
      int xAt,
      int xPanel,
      float[] y,
      int yAt,
      int yPanel,
      int panels,
      int depth,
      float[] z,
      int zAt,
      int zPanel) {
    int last = depth - 1;
    int xLast = xAt + last / PANEL * xPanel + last % PANEL;
    for (int j = 0; j < panels; j++) {
      for (int lane = 0; lane < PANEL; lane += SPECIES.length()) {
        FloatVector yLast =
            FloatVector.fromArray(SPECIES, y, yAt + j * yPanel + last * PANEL + lane);
        int at = zAt + j * zPanel + lane;
        for (int i = 0; i < VectorTile.ROWS; i++) {
          FloatVector.broadcast(SPECIES, x[xLast + i * PANEL])
              .fma(yLast, FloatVector.fromArray(SPECIES, z, at + i * PANEL))
              .intoArray(z, at + i * PANEL);
        }
      }
    }
  }
}
