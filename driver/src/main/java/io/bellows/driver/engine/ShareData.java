package io.bellows.driver.engine;

import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.TaskShares;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.StorageStatus;
import scala.jdk.javaapi.CollectionConverters;

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

  /**
   * Whether all rows are in memory, none of them spilled to disk. Asks whoever keeps account of the
   * blocks: Spark's listings learn of them later, when their events have come round.
   */
  public boolean isInMemory() {
    Set<BlockId> inMemory = new HashSet<>();
    for (StorageStatus executor :
        blocks.context().env().blockManager().master().getStorageStatus()) {
      CollectionConverters.asJava(executor.rddBlocks())
          .forEach(
              (id, block) -> {
                boolean isOurs = id instanceof RDDBlockId rdd && rdd.rddId() == blocks.id();
                if (isOurs && block.isCached() && block.diskSize() == 0) {
                  inMemory.add(id);
                }
              });
    }
    return inMemory.size() == blocks.getNumPartitions();
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    blocks.unpersist(false);
  }
}
