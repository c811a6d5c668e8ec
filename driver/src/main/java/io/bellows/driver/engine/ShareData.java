package io.bellows.driver.engine;

import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.TaskShares;
import org.apache.spark.api.java.JavaRDD;

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
    StoredRdd stored = new StoredRdd(blocks.rdd(), tasks.shares());
    boolean isPacked = false;
    try {
      long rows = stored.store();
      isPacked = true;
      return new ShareData(stored.toJavaRDD(), tasks, rows);
    } finally {
      if (!isPacked) {
        stored.unpersist(false);
      }
    }
  }

  /** Whether all rows are in memory, none of them spilled to disk. */
  public boolean isInMemory() {
    return blocks.rdd() instanceof StoredRdd stored && stored.isInMemory();
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    blocks.unpersist(false);
  }
}
