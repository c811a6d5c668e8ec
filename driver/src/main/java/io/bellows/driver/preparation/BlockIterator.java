package io.bellows.driver.preparation;

import io.bellows.kernels.data.PackedBlock;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Packs prepared rows, (features, share, target, weight), into blocks as they come; holds one block
 * at a time. A block ends after 1,024 rows, or where its share does.
 */
final class BlockIterator implements Iterator<PackedBlock> {
  private static final int FEATURES = 0;
  private static final int SHARE = 1;
  private static final int TARGET = 2;
  private static final int WEIGHT = 3;

  private final Iterator<Row> rows;
  private final TargetEncoding encoding;
  private final int inputs;
  private @Nullable Row pending;
  private int lastShare = -1;
  private int blocksOfShare;

  BlockIterator(Iterator<Row> rows, TargetEncoding encoding, int inputs) {
    this.rows = rows;
    this.encoding = encoding;
    this.inputs = inputs;
    this.pending = rows.hasNext() ? rows.next() : null;
  }

  @Override
  public boolean hasNext() {
    return pending != null;
  }

  @Override
  public PackedBlock next() {
    float[] features = new float[PackedBlock.ROWS * inputs];
    float[] targets = new float[PackedBlock.ROWS];
    float[] weights = new float[PackedBlock.ROWS];
    if (pending == null) {
      throw new NoSuchElementException("all rows are packed");
    }
    int share = pending.getInt(SHARE);
    int count = 0;
    while (pending != null && pending.getInt(SHARE) == share && count < PackedBlock.ROWS) {
      InputVectors.copy(pending.getAs(FEATURES), features, count * inputs);
      targets[count] = encoding.encode(pending.get(TARGET));
      weights[count] = (float) pending.getDouble(WEIGHT);
      count++;
      pending = rows.hasNext() ? rows.next() : null;
    }
    blocksOfShare = share == lastShare ? blocksOfShare + 1 : 0;
    lastShare = share;
    return new PackedBlock(
        share,
        blocksOfShare,
        Arrays.copyOf(features, count * inputs),
        Arrays.copyOf(targets, count),
        Arrays.copyOf(weights, count));
  }
}
