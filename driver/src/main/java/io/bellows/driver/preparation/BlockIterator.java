package io.bellows.driver.preparation;

import io.bellows.driver.input.ShareOrder;
import io.bellows.kernels.data.InputRow;
import io.bellows.kernels.data.PackedBlock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Packs ordered rows into blocks as they come; holds one block at a time. A block ends after 1,024
 * rows, or where its share does.
 */
final class BlockIterator implements Iterator<PackedBlock> {
  private final Iterator<Tuple2<Long, PreparedRow>> rows;
  private @Nullable Tuple2<Long, PreparedRow> pending;
  private int lastShare = -1;
  private int blocksOfShare;

  /**
   * Blocks of rows.
   *
   * @param rows as {@link ShareOrder} brings them
   */
  BlockIterator(Iterator<Tuple2<Long, PreparedRow>> rows) {
    this.rows = rows;
    advance();
  }

  private void advance() {
    pending = rows.hasNext() ? rows.next() : null;
  }

  @Override
  public boolean hasNext() {
    return pending != null;
  }

  @Override
  public PackedBlock next() {
    if (pending == null) {
      throw new NoSuchElementException("all rows are packed");
    }
    int share = ShareOrder.share(pending._1);
    List<PreparedRow> block = new ArrayList<>(PackedBlock.ROWS);
    while (pending != null
        && ShareOrder.share(pending._1) == share
        && block.size() < PackedBlock.ROWS) {
      block.add(pending._2);
      advance();
    }
    blocksOfShare = share == lastShare ? blocksOfShare + 1 : 0;
    lastShare = share;
    return packed(share, blocksOfShare, block);
  }

  /** A block of rows, at least one. */
  static PackedBlock packed(int share, int index, List<PreparedRow> block) {
    List<InputRow> features = new ArrayList<>(block.size());
    int width = block.get(0).targets().length;
    float[] targets = new float[block.size() * width];
    float[] weights = new float[block.size()];
    for (int row = 0; row < block.size(); row++) {
      features.add(block.get(row).features());
      System.arraycopy(block.get(row).targets(), 0, targets, row * width, width);
      weights[row] = block.get(row).weight();
    }
    return new PackedBlock(share, index, features, targets, weights);
  }
}
