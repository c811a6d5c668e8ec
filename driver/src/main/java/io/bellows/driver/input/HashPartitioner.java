package io.bellows.driver.input;

import java.nio.ByteBuffer;
import org.apache.spark.Partitioner;

/**
 * Ranges of the hash that encoded rows begin with: partition after partition holds ascending rows,
 * evenly filled, without sampling. How many partitions there are changes no result.
 */
final class HashPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int partitions;

  HashPartitioner(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    long first = ByteBuffer.wrap((byte[]) key).getInt() & 0xFFFFFFFFL;
    return (int) (first * partitions >>> 32);
  }
}
