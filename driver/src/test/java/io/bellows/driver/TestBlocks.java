package io.bellows.driver;

import io.bellows.kernels.data.PackedBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Packed rows for tests of engines. */
public final class TestBlocks {
  private TestBlocks() {}

  /** One block a share: Gaussian features, three classes. */
  public static List<PackedBlock> of(int shares, int rowsOfShare, int inputs) {
    Random random = new Random(3);
    List<PackedBlock> blocks = new ArrayList<>();
    for (int share = 0; share < shares; share++) {
      float[] features = new float[rowsOfShare * inputs];
      float[] targets = new float[rowsOfShare];
      float[] weights = new float[rowsOfShare];
      for (int i = 0; i < features.length; i++) {
        features[i] = (float) random.nextGaussian();
      }
      for (int row = 0; row < rowsOfShare; row++) {
        targets[row] = random.nextInt(3);
        weights[row] = 1;
      }
      blocks.add(new PackedBlock(share, 0, features, targets, weights));
    }
    return blocks;
  }
}
