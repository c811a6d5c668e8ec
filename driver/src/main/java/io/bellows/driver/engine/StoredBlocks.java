package io.bellows.driver.engine;

import io.bellows.kernels.data.PackedBlock;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A task's stored blocks: all of them in order, or any one, without the others being read. */
final class StoredBlocks implements Iterator<PackedBlock> {
  private final BlockStore store;
  private final Runnable storeAgain;
  private final Iterator<Map.Entry<Integer, Integer>> shares;
  private Map.@Nullable Entry<Integer, Integer> share;
  private int next;

  /**
   * Blocks in a store.
   *
   * @param storeAgain called when one is lost, to put all that are lost into the store again
   */
  StoredBlocks(BlockStore store, StoredShares stored, Runnable storeAgain) {
    this.store = store;
    this.storeAgain = storeAgain;
    this.shares = stored.blocks().entrySet().iterator();
  }

  @Override
  public boolean hasNext() {
    return shares.hasNext() || (share != null && next < share.getValue());
  }

  @Override
  public PackedBlock next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all blocks of the task are read");
    }
    if (share == null || next == share.getValue()) {
      share = shares.next();
      next = 0;
    }
    int index = next++;
    return found(share.getKey(), index, store::read);
  }

  /** A block that the next rounds need, too. */
  PackedBlock block(int ofShare, int index) {
    return found(ofShare, index, store::readForRounds);
  }

  private PackedBlock found(
      int ofShare, int index, BiFunction<Integer, Integer, Optional<PackedBlock>> read) {
    return read.apply(ofShare, index)
        .or(
            () -> {
              storeAgain.run();
              return read.apply(ofShare, index);
            })
        .orElseThrow(
            () ->
                new IllegalStateException(
                    String.format("share %d has no block %d to store", ofShare, index)));
  }
}
