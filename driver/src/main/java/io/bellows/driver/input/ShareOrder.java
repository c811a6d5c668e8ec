package io.bellows.driver.input;

import io.bellows.kernels.data.TaskShares;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;

/**
 * Brings ranked rows to their shares: the row of rank g is the (g div P)-th of share g mod P. Part
 * of the bits.
 */
public final class ShareOrder {
  private static final int PLACE_BITS = 40;

  private ShareOrder() {}

  /**
   * Rows by share, then by place in the share.
   *
   * @param <T> what a row is
   * @param ranked rows by rank
   * @param tasks which shares go to each partition of the result
   */
  public static <T> JavaPairRDD<Long, T> ordered(JavaPairRDD<Long, T> ranked, TaskShares tasks) {
    int shares = tasks.shares();
    return ranked
        .mapToPair(row -> new scala.Tuple2<>(key(row._1, shares), row._2))
        .repartitionAndSortWithinPartitions(new ByShare(tasks));
  }

  private static long key(long rank, int shares) {
    return rank % shares << PLACE_BITS | rank / shares;
  }

  /** The share of an ordered row. */
  public static int share(long key) {
    return (int) (key >>> PLACE_BITS);
  }

  private static final class ByShare extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final TaskShares tasks;

    ByShare(TaskShares tasks) {
      this.tasks = tasks;
    }

    @Override
    public int numPartitions() {
      return tasks.tasks();
    }

    @Override
    public int getPartition(Object key) {
      return tasks.taskOf(share((Long) key));
    }
  }
}
