package io.bellows.driver.engine;

import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.Share;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A task's blocks, share by share, holding one block at a time. */
public final class ShareStream {
  private final Iterator<PackedBlock> blocks;
  private @Nullable PackedBlock next;

  /**
   * A stream over blocks that come share after share.
   *
   * @param blocks consumed as the stream is
   */
  public ShareStream(Iterator<PackedBlock> blocks) {
    this.blocks = blocks;
  }

  /** The blocks of a share, past what is left of those before it. */
  public Iterator<PackedBlock> share(int share) {
    skipTo(share, 0);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        PackedBlock block = peek();
        return block != null && block.share() == share;
      }

      @Override
      public PackedBlock next() {
        if (!hasNext()) {
          throw new NoSuchElementException("share " + share + " has no more blocks");
        }
        return taken();
      }
    };
  }

  /**
   * A share with some of its blocks, past those before them. Of stored rows no others are read.
   *
   * @param places of the blocks, ascending
   */
  Share part(int share, int[] places) {
    Map<Integer, PackedBlock> part = new HashMap<>();
    for (int place : places) {
      PackedBlock block = block(share, place);
      part.put(block.index(), block);
    }
    return new Share(share, part);
  }

  private PackedBlock block(int share, int place) {
    if (blocks instanceof StoredBlocks stored) {
      return stored.block(share, place);
    }
    skipTo(share, place);
    return taken();
  }

  private void skipTo(int share, int place) {
    PackedBlock block = peek();
    while (block != null
        && (block.share() < share || (block.share() == share && block.index() < place))) {
      taken();
      block = peek();
    }
  }

  private @Nullable PackedBlock peek() {
    if (next == null && blocks.hasNext()) {
      next = blocks.next();
    }
    return next;
  }

  private PackedBlock taken() {
    PackedBlock block = peek();
    if (block == null) {
      throw new NoSuchElementException("the task has no more blocks");
    }
    next = null;
    return block;
  }
}
