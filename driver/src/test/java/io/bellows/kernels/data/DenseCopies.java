package io.bellows.kernels.data;

import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.linalg.LayerInput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shares of collected blocks, whose features are dense whatever would take fewer bytes. */
public final class DenseCopies {
  private DenseCopies() {}

  /**
   * Copies rows.
   *
   * @param shares how many there are, some perhaps without rows
   * @param targets how many numbers a row's targets are
   */
  public static List<Share> shares(List<PackedBlock> blocks, int shares, int inputs, int targets) {
    Map<Integer, List<PackedBlock>> byShare =
        blocks.stream()
            .map(block -> dense(block, inputs, targets))
            .collect(Collectors.groupingBy(PackedBlock::share));
    return IntStream.range(0, shares)
        .mapToObj(share -> Share.of(share, byShare.getOrDefault(share, List.of())))
        .toList();
  }

  private static PackedBlock dense(PackedBlock block, int inputs, int targets) {
    DenseKernels kernels = Kernels.EJML.create();
    Batch batch = new Batch(new LayerInput(kernels, block.rows(), inputs), targets);
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
        Arrays.copyOf(batch.targets().data, block.rows() * targets),
        Arrays.copyOf(batch.weights(), block.rows()));
  }
}
