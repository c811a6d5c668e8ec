package io.bellows.driver;

import io.bellows.driver.engine.ShareData;
import io.bellows.kernels.data.Batch;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.Share;
import io.bellows.kernels.linalg.EjmlKernels;
import io.bellows.kernels.linalg.LayerInput;
import java.util.ArrayList;
import java.util.List;

/** Packed rows, unpacked. */
public record PackedTable(List<PackedTable.PackedRow> rows) {
  /** A row and its place. */
  public record PackedRow(
      int share, int block, int place, List<Float> features, List<Float> targets, float weight) {
    /** The only target. */
    public float target() {
      return targets.get(0);
    }
  }

  public static PackedTable of(ShareData data, int inputs) {
    return of(data, inputs, 1);
  }

  public static PackedTable of(ShareData data, int inputs, int targets) {
    return ofBlocks(data.blocks().collect(), inputs, targets);
  }

  public static PackedTable of(List<Share> shares, int inputs) {
    return ofBlocks(
        shares.stream().flatMap(share -> share.blocks().values().stream()).toList(), inputs, 1);
  }

  private static PackedTable ofBlocks(List<PackedBlock> blocks, int inputs, int targets) {
    Batch batch = new Batch(new LayerInput(new EjmlKernels(), PackedBlock.ROWS, inputs), targets);
    List<PackedRow> rows = new ArrayList<>();
    for (PackedBlock block : blocks) {
      batch.reshape(block.rows());
      batch.input().hold(false);
      for (int row = 0; row < block.rows(); row++) {
        block.copyRow(row, batch, row);
      }
      for (int row = 0; row < block.rows(); row++) {
        List<Float> features = new ArrayList<>();
        for (int input = 0; input < inputs; input++) {
          features.add(batch.features().get(row, input));
        }
        List<Float> ofRow = new ArrayList<>();
        for (int target = 0; target < targets; target++) {
          ofRow.add(batch.targets().get(row, target));
        }
        rows.add(
            new PackedRow(
                block.share(), block.index(), row, features, ofRow, batch.weights()[row]));
      }
    }
    return new PackedTable(rows);
  }

  /** The shares that have rows, in order of their blocks. */
  public List<Integer> shares() {
    return rows.stream().map(PackedRow::share).distinct().toList();
  }
}
