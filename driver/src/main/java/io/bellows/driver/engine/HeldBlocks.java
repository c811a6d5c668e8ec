package io.bellows.driver.engine;

import io.bellows.kernels.data.PackedBlock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.jspecify.annotations.Nullable;

/**
 * The blocks that an executor's rounds last read from its disk or from elsewhere. A share visits a
 * window of 8 blocks for as many rounds as it takes; so each of them is read once for all of these.
 * Those not used for longest go first.
 */
final class HeldBlocks {
  /** Windows of 100 inputs are 3 MiB a share; of an executor of 1 GiB they may take 128 MiB. */
  private static final int PART_OF_HEAP = 8;

  /** By block manager, since numbers of data sets begin anew with each. */
  private static final Map<BlockManager, HeldBlocks> OF_MANAGERS = new WeakHashMap<>();

  private final long capacity;
  private final Map<BlockId, PackedBlock> blocks = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * Holds nothing yet.
   *
   * @param capacity bytes of packed numbers
   */
  HeldBlocks(long capacity) {
    this.capacity = capacity;
  }

  /** Those of the executor that a block manager belongs to. */
  static HeldBlocks of(BlockManager manager) {
    synchronized (OF_MANAGERS) {
      return OF_MANAGERS.computeIfAbsent(
          manager, any -> new HeldBlocks(Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }
  }

  synchronized @Nullable PackedBlock get(BlockId id) {
    return blocks.get(id);
  }

  /** Holds a block, if it is not larger than all that may be held. */
  synchronized void add(BlockId id, PackedBlock block) {
    if (block.bytes() > capacity || blocks.putIfAbsent(id, block) != null) {
      return;
    }
    bytes += block.bytes();
    Iterator<PackedBlock> oldest = blocks.values().iterator();
    while (bytes > capacity) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }
}
