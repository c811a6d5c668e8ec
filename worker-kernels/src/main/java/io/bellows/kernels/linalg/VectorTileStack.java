package io.bellows.kernels.linalg;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of sums on their way up the tree of shares, in one array. For each panel of a tile there is
 * a block first, where the finished sums of neighbouring inputs end up side by side, so that a sink
 * gets long runs; then a tile of nothing; then the tiles higher on the stack.
 */
final class VectorTileStack {
  /** Inputs of a block: 4 kB of each panel. */
  static final int INPUTS = 64;

  private static final VectorSpecies<Float> SPECIES = VectorPanelMatrix.SPECIES;
  private static final int BLOCK = INPUTS * VectorTile.PANEL;

  private float[] data = {};
  private int panelLength;

  /** Makes room for a number of tiles on top of each other. */
  void grow(int depth) {
    int needed = BLOCK + depth * VectorTile.PANEL_SIZE;
    if (panelLength < needed) {
      panelLength = needed;
      data = new float[VectorTile.MOST_PANELS * panelLength];
      for (int panel = 0; panel < VectorTile.MOST_PANELS; panel++) {
        int nothing = panel * panelLength + nothing();
        // The only number that changes no other when added to it, not even the sign of a zero.
        Arrays.fill(data, nothing, nothing + VectorTile.PANEL_SIZE, -0f);
      }
    }
  }

  float[] data() {
    return data;
  }

  /** How far a panel of a tile is from the next. */
  int panelLength() {
    return panelLength;
  }

  /** The place of a tile that changes nothing when it is added. */
  int nothing() {
    return BLOCK;
  }

  /**
   * The place of a tile.
   *
   * @param level its place on the stack, from 0
   * @param input the first of its inputs in the block, which the lowest tile is written to
   */
  int place(int level, int input) {
    return level == 0 ? input * VectorTile.PANEL : BLOCK + level * VectorTile.PANEL_SIZE;
  }

  /** Adds the tile above a level to the one at it. */
  void add(int level, int input, int panels) {
    for (int panel = 0; panel < panels; panel++) {
      int from = place(level + 1, input) + panel * panelLength;
      int to = place(level, input) + panel * panelLength;
      for (int i = 0; i < VectorTile.PANEL_SIZE; i += SPECIES.length()) {
        FloatVector.fromArray(SPECIES, data, to + i)
            .add(FloatVector.fromArray(SPECIES, data, from + i))
            .intoArray(data, to + i);
      }
    }
  }
}
