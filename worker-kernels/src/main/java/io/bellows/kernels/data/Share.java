package io.bellows.kernels.data;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows of one share as a task holds them: its blocks by place, not necessarily all of them.
 *
 * @param number the share's number, from 0
 * @param blocks blocks by their place in the share
 */
public record Share(int number, Map<Integer, PackedBlock> blocks) {
  /** A share of consecutive blocks, the first at place 0. */
  public static Share of(int number, List<PackedBlock> blocks) {
    Map<Integer, PackedBlock> byPlace = new TreeMap<>();
    blocks.forEach(block -> byPlace.put(block.index(), block));
    return new Share(number, byPlace);
  }

  /** Whether a batch of these rows should be sparse: as the first block says, whichever it is. */
  public boolean isMostlyZero() {
    return blocks.values().stream().findFirst().map(PackedBlock::isMostlyZero).orElse(false);
  }

  /**
   * Copies some rows into a batch, in the form in which that holds its rows.
   *
   * @param rows places in the share, in the order of visit
   * @param from the first of {@code rows} to take
   * @param count how many to take
   * @param batch modified: holds these rows from {@code position} on, in this order
   * @param place the place of the first of them in the share's part of the round
   */
  public void copyTo(int[] rows, int from, int count, Batch batch, int position, int place) {
    for (int i = 0; i < count; i++) {
      int row = rows[from + i];
      PackedBlock block = blocks.get(row / PackedBlock.ROWS);
      if (block == null) {
        throw new IllegalStateException(
            String.format(
                "share %d has no block %d, which holds its row %d",
                number, row / PackedBlock.ROWS, row));
      }
      block.copyRow(row % PackedBlock.ROWS, batch, position + i);
      batch.setOrigin(position + i, number, place + i);
    }
  }
}
