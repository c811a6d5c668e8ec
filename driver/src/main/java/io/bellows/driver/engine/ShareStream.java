package io.bellows.driver.engine;

import io.bellows.kernels.data.PackedBlock;
import java.util.Iterator;
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
    skip();
  }

  /** The blocks of a share, past what is left of those before it. */
  public Iterator<PackedBlock> share(int share) {
    while (next != null && next.share() < share) {
      skip();
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return next != null && next.share() == share;
      }

      @Override
      public PackedBlock next() {
        if (next == null || next.share() != share) {
          throw new NoSuchElementException("share " + share + " has no more blocks");
        }
        PackedBlock block = next;
        skip();
        return block;
      }
    };
  }

  private void skip() {
    next = blocks.hasNext() ? blocks.next() : null;
  }
}
