package io.bellows.driver.engine;

import io.bellows.kernels.data.PackedBlock;
import java.io.Serializable;
import java.util.Iterator;
import java.util.TreeMap;

/**
 * What a task has stored.
 *
 * @param blocks how many of each share; shares without any are left out
 * @param rows in all of them
 */
record StoredShares(TreeMap<Integer, Integer> blocks, long rows) implements Serializable {
  /** Stores all that comes, holding one block at a time. */
  static StoredShares of(Iterator<PackedBlock> packed, BlockStore store) {
    TreeMap<Integer, Integer> blocks = new TreeMap<>();
    long rows = 0;
    while (packed.hasNext()) {
      PackedBlock block = packed.next();
      store.put(block);
      blocks.merge(block.share(), 1, Integer::sum);
      rows += block.rows();
    }
    return new StoredShares(blocks, rows);
  }

  long count() {
    return blocks.values().stream().mapToLong(Integer::intValue).sum();
  }
}
