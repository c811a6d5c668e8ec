package io.bellows.kernels.data;

import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.linalg.LayerInput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Shares of collected blocks, whose features are dense whatever would take fewer bytes. */
public final class DenseCopies {
  private DenseCopies() {}

  public static List<Share> shares(List<PackedBlock> blocks, int inputs) {
    Map<Integer, List<PackedBlock>> byShare =
        blocks.stream()
            .collect(Collectors.groupingBy(PackedBlock::share, TreeMap::new, Collectors.toList()));
    return byShare.entrySet().stream()
        .map(
            share ->
                Share.of(
                    share.getKey(),
                    share.getValue().stream().map(block -> dense(block, inputs)).toList()))
        .toList();
  }

  private static PackedBlock dense(PackedBlock block, int inputs) {
    DenseKernels kernels = Kernels.EJML.create();
    Batch batch = new Batch(new LayerInput(kernels, block.rows(), inputs), 1);
    batch.input().hold(false);
    float[] features = new float[block.rows() * inputs];
    for (int row = 0; row < block.rows(); row++) {
      block.copyRow(row, batch, row);
      batch.features().getRow(row, features, row * inputs);
    }
    return new PackedBlock(
        block.share(),
        block.index(),
        new DenseRows(inputs, features),
        Arrays.copyOf(batch.targets().data, block.rows()),
        Arrays.copyOf(batch.weights(), block.rows()));
  }
}
