package io.bellows.driver.engine;

import io.bellows.kernels.data.PackedBlock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.StorageStatus;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/** Packed rows that are stored block by block: each partition is a {@link StoredBlocks}. */
final class StoredRdd extends RDD<PackedBlock> {
  private static final long serialVersionUID = 1L;

  private final BlockStore store;
  private long blocks;

  /** Rows to be stored; nothing is yet. */
  StoredRdd(RDD<PackedBlock> packed, int shares) {
    this(new StoringRdd(packed, shares));
  }

  private StoredRdd(StoringRdd storing) {
    super(storing, ClassTag.apply(PackedBlock.class));
    this.store = storing.store();
  }

  BlockStore blockStore() {
    return store;
  }

  private RDD<StoredShares> storing() {
    return firstParent(ClassTag.apply(StoredShares.class));
  }

  /** Stores them, in one job. How many there are. */
  long store() {
    storing().persist(StorageLevel.MEMORY_AND_DISK());
    List<StoredShares> stored = storing().toJavaRDD().collect();
    blocks = stored.stream().mapToLong(StoredShares::count).sum();
    return stored.stream().mapToLong(StoredShares::rows).sum();
  }

  /**
   * Whether all blocks are in memory. Asks whoever keeps account of them: Spark's listings learn of
   * them later, when their events have come round.
   */
  boolean isInMemory() {
    Set<BlockId> inMemory = new HashSet<>();
    for (StorageStatus executor : context().env().blockManager().master().getStorageStatus()) {
      CollectionConverters.asJava(executor.rddBlocks())
          .forEach(
              (id, block) -> {
                if (store.holds(id) && block.isCached() && block.diskSize() == 0) {
                  inMemory.add(id);
                }
              });
    }
    return inMemory.size() == blocks;
  }

  /** Gives memory and disk back. */
  @Override
  public RDD<PackedBlock> unpersist(boolean blocking) {
    storing().unpersist(blocking);
    return this;
  }

  @Override
  public Iterator<PackedBlock> compute(Partition split, TaskContext context) {
    StoredShares stored = only(storing().iterator(split, context));
    // Past what is persisted, which says that the blocks are there.
    Runnable storeAgain = () -> only(storing().compute(split, context));
    return CollectionConverters.asScala(new StoredBlocks(store, stored, storeAgain));
  }

  /** Looks past the element, where a persisted one gives its lock back. */
  private static StoredShares only(Iterator<StoredShares> elements) {
    StoredShares element = elements.next();
    if (elements.hasNext()) {
      throw new IllegalStateException("a partition has stored its rows twice");
    }
    return element;
  }

  @Override
  public Partition[] getPartitions() {
    return storing().partitions();
  }
}
