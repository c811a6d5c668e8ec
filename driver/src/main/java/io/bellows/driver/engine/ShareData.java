package io.bellows.driver.engine;

import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.TaskShares;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * Packed rows in executors' memory for a whole run.
 *
 * @param blocks share after share, block after block
 * @param tasks which shares each partition holds
 * @param rows how many rows there are
 */
public record ShareData(JavaRDD<PackedBlock> blocks, TaskShares tasks, long rows)
    implements AutoCloseable {
  /** Takes packed rows into memory now, spilling to disk what does not fit. */
  public static ShareData persisted(JavaRDD<PackedBlock> blocks, TaskShares tasks) {
    JavaRDD<PackedBlock> persisted = blocks.persist(StorageLevel.MEMORY_AND_DISK());
    boolean isPacked = false;
    try {
      long rows = persisted.map(block -> (long) block.rows()).fold(0L, Long::sum);
      isPacked = true;
      return new ShareData(persisted, tasks, rows);
    } finally {
      if (!isPacked) {
        persisted.unpersist(false);
      }
    }
  }

  /** Whether all rows are in memory, none of them spilled to disk. */
  public boolean isInMemory() {
    return Arrays.stream(blocks.context().getRDDStorageInfo())
        .filter(info -> info.id() == blocks.id())
        .anyMatch(
            info -> info.diskSize() == 0 && info.numCachedPartitions() == info.numPartitions());
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    blocks.unpersist(false);
  }
}
