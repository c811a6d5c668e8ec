package io.bellows.kernels.data;

import io.bellows.kernels.random.Permutation;
import io.bellows.kernels.random.RandomKey;
import java.util.stream.IntStream;

/**
 * The order in which a share visits its rows in one epoch. Part of the bits.
 *
 * <p>Blocks of 1,024 rows are permuted; then the rows within each window of 8 blocks are. A window
 * can thus be read, and its order drawn, without the rest of the share.
 */
public final class EpochOrder {
  private static final int BLOCKS_PER_WINDOW = 8;
  private static final int BLOCK_ORDER = 0;

  private final int rows;
  private final RandomKey key;
  private final int[] blocks;

  /** The order of a share of {@code rows} rows in an epoch. */
  public EpochOrder(long seed, int epoch, int share, int rows) {
    this.rows = rows;
    this.key = RandomKey.of(seed, RandomKey.Purpose.SHUFFLE).child(epoch).child(share);
    this.blocks = IntStream.range(0, (rows + PackedBlock.ROWS - 1) / PackedBlock.ROWS).toArray();
    Permutation.shuffle(blocks, key.child(BLOCK_ORDER));
  }

  /** The rows visited from one place to before another, as places in the share. */
  public int[] visited(int from, int to) {
    int[] visited = new int[to - from];
    int windowStart = 0;
    for (int window = 0; windowStart < to; window++) {
      int windowEnd = windowStart + rowsOfWindow(window);
      int first = Math.max(from, windowStart);
      int last = Math.min(to, windowEnd);
      if (first < last) {
        System.arraycopy(
            rowsInWindow(window), first - windowStart, visited, first - from, last - first);
      }
      windowStart = windowEnd;
    }
    return visited;
  }

  private int[] rowsInWindow(int window) {
    int[] order =
        IntStream.range(window * BLOCKS_PER_WINDOW, endOfWindow(window))
            .map(place -> blocks[place])
            .flatMap(
                block ->
                    IntStream.range(
                        block * PackedBlock.ROWS, block * PackedBlock.ROWS + rowsOfBlock(block)))
            .toArray();
    Permutation.shuffle(order, key.child(1L + window));
    return order;
  }

  private int rowsOfWindow(int window) {
    int sum = 0;
    for (int place = window * BLOCKS_PER_WINDOW; place < endOfWindow(window); place++) {
      sum += rowsOfBlock(blocks[place]);
    }
    return sum;
  }

  private int endOfWindow(int window) {
    return Math.min((window + 1) * BLOCKS_PER_WINDOW, blocks.length);
  }

  private int rowsOfBlock(int block) {
    return Math.min(PackedBlock.ROWS, rows - block * PackedBlock.ROWS);
  }
}
