package io.bellows.kernels.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Panels of 16 columns, whose rows go in by vectors. */
final class VectorPanelMatrix extends PanelMatrix {
  /** As wide as the machine's vectors, and no wider than a panel's row. */
  static final VectorSpecies<Float> SPECIES =
      VectorSpecies.of(float.class, VectorShape.forBitSize(VectorKernels.width()));

  private static final int PANEL = VectorTile.PANEL;

  VectorPanelMatrix(int capacity, int columns) {
    super(capacity, columns, PANEL, DenseKernels.GRAIN);
  }

  @Override
  public void setRow(int row, float[] values, int from) {
    float[] data = data();
    int whole = columns() / PANEL * PANEL;
    for (int column = 0; column < whole; column += PANEL) {
      int place = place(row, column);
      for (int lane = 0; lane < PANEL; lane += SPECIES.length()) {
        FloatVector.fromArray(SPECIES, values, from + column + lane).intoArray(data, place + lane);
      }
    }
    for (int column = whole; column < columns(); column++) {
      data[place(row, column)] = values[from + column];
    }
  }

  @Override
  public void multiplyRow(int row, float[] factors) {
    float[] data = data();
    int whole = columns() / PANEL * PANEL;
    for (int column = 0; column < whole; column += PANEL) {
      int place = place(row, column);
      for (int lane = 0; lane < PANEL; lane += SPECIES.length()) {
        FloatVector.fromArray(SPECIES, data, place + lane)
            .mul(FloatVector.fromArray(SPECIES, factors, column + lane))
            .intoArray(data, place + lane);
      }
    }
    for (int column = whole; column < columns(); column++) {
      data[place(row, column)] *= factors[column];
    }
  }
}
