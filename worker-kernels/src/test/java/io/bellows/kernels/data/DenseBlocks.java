package io.bellows.kernels.data;

import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMatrices;
import io.bellows.kernels.linalg.LayerInput;
import java.util.Arrays;
import java.util.List;

/** Blocks whose features are dense, whatever would take fewer bytes. */
public final class DenseBlocks {
  private DenseBlocks() {}

  /** The same rows. */
  public static List<Share> of(List<Share> shares, int inputs) {
    return shares.stream()
        .map(
            share ->
                Share.of(
                    share.number(),
                    share.blocks().values().stream().map(block -> of(block, inputs)).toList()))
        .toList();
  }

  /** The same rows. */
  public static PackedBlock of(PackedBlock block, int inputs) {
    Batch batch = new Batch(new LayerInput(TestKernels.plain(), block.rows(), inputs), 1);
    batch.input().hold(false);
    for (int row = 0; row < block.rows(); row++) {
      block.copyRow(row, batch, row);
    }
    return new PackedBlock(
        block.share(),
        block.index(),
        new DenseRows(inputs, TestMatrices.numbers(batch.features())),
        Arrays.copyOf(batch.targets().data, block.rows()),
        Arrays.copyOf(batch.weights(), block.rows()));
  }
}
