package io.bellows.driver.engine;

import io.bellows.kernels.data.PackedBlock;
import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;
import scala.Option;
import scala.reflect.ClassTag;

/**
 * Packed blocks kept one by one by Spark's block managers, in memory or on disk, so that one is
 * read without the others. They are numbered behind the partitions of a data set, and go when it
 * does. Used on executors.
 *
 * @param dataSet the data set's id
 * @param partitions how many numbers are the data set's own
 * @param shares P
 */
record BlockStore(int dataSet, int partitions, int shares) implements Serializable {
  private static final ClassTag<PackedBlock> BLOCKS = ClassTag.apply(PackedBlock.class);

  /** Keeps a block on this executor, where it is not kept yet. */
  void put(PackedBlock block) {
    RDDBlockId id = id(block.share(), block.index());
    if (manager().getStatus(id).isEmpty()) {
      manager().putSingle(id, block, StorageLevel.MEMORY_AND_DISK(), true, BLOCKS);
    }
  }

  /** Reads a block, wherever it is; empty when no executor has it. */
  Optional<PackedBlock> read(int share, int index) {
    return result(id(share, index)).map(BlockStore::only);
  }

  /** The same for a block that the next rounds need, too; it stays at hand for them. */
  Optional<PackedBlock> readForRounds(int share, int index) {
    RDDBlockId id = id(share, index);
    HeldBlocks held = HeldBlocks.of(manager());
    PackedBlock before = held.get(id);
    if (before != null) {
      return Optional.of(before);
    }
    Optional<BlockResult> result = result(id);
    Optional<PackedBlock> block = result.map(BlockStore::only);
    if (block.isPresent() && !isFromMemory(result.get())) {
      held.add(id, block.get());
    }
    return block;
  }

  private static boolean isFromMemory(BlockResult result) {
    return result.readMethod().toString().equals("Memory");
  }

  private static Optional<BlockResult> result(RDDBlockId id) {
    Option<BlockResult> found = manager().get(id, BLOCKS);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get());
  }

  /** The lock on what was found falls where its end is seen, else with the task. */
  private static PackedBlock only(BlockResult result) {
    PackedBlock block = (PackedBlock) result.data().next();
    if (result.data().hasNext()) {
      throw new IllegalStateException("a stored block is followed by another");
    }
    return block;
  }

  /** Whether a block of any kind is one of these. */
  boolean holds(BlockId id) {
    return id instanceof RDDBlockId block
        && block.rddId() == dataSet
        && block.splitIndex() >= partitions;
  }

  /** What a block is called. */
  RDDBlockId id(int share, int index) {
    return new RDDBlockId(dataSet, Math.toIntExact(partitions + (long) index * shares + share));
  }

  private static BlockManager manager() {
    return SparkEnv.get().blockManager();
  }
}
