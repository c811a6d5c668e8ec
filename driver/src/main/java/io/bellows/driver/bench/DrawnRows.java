package io.bellows.driver.bench;

import io.bellows.driver.engine.EngineChoice;
import io.bellows.driver.engine.ShareData;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.TaskShares;
import io.bellows.kernels.network.Network;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Rows that nobody has to provide: drawn from a seed, by the tasks that hold them. Every share has
 * as many.
 */
public final class DrawnRows {
  private static final long MOST_BYTES = 64 << 20;
  private static final int MOST_ROWS = 65_536;

  private DrawnRows() {}

  /**
   * Rows for a network: at least a batch of them, else as many as 64 MiB hold, and 65,536 at most.
   *
   * @param batchRows B
   */
  public static ShareData of(JavaSparkContext spark, Network network, int shares, long batchRows) {
    long wanted = Math.min(MOST_ROWS, MOST_BYTES / Float.BYTES / network.inputs());
    long ofShares = (long) shares * PackedBlock.ROWS;
    int blocks =
        (int) Math.max(Math.max(1, wanted / ofShares), (batchRows + ofShares - 1) / ofShares);
    TaskShares tasks = new TaskShares(shares, Math.min(shares, EngineChoice.slots(spark.sc())));
    List<Integer> numbers = IntStream.range(0, tasks.tasks()).boxed().toList();
    JavaRDD<PackedBlock> rows =
        spark
            .parallelize(numbers, tasks.tasks())
            .flatMap(task -> blocks(network, tasks, task, blocks));
    return ShareData.persisted(rows, tasks);
  }

  /** One block at a time; a stream of streams would put a whole share together. */
  private static Iterator<PackedBlock> blocks(
      Network network, TaskShares tasks, int task, int blocksOfShare) {
    int first = tasks.first(task);
    int count = (tasks.first(task + 1) - first) * blocksOfShare;
    return IntStream.range(0, count)
        .mapToObj(i -> block(network, first + i / blocksOfShare, i % blocksOfShare))
        .iterator();
  }

  private static PackedBlock block(Network network, int share, int index) {
    SplittableRandom random = new SplittableRandom(((long) share << 32) + index);
    float[] features = new float[PackedBlock.ROWS * network.inputs()];
    float[] targets = new float[PackedBlock.ROWS * network.targets()];
    float[] weights = new float[PackedBlock.ROWS];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextDouble();
    }
    for (int i = 0; i < targets.length; i++) {
      targets[i] =
          network.outputs() == 1 ? (float) random.nextDouble() : random.nextInt(network.outputs());
    }
    Arrays.fill(weights, 1);
    return new PackedBlock(share, index, features, targets, weights);
  }
}
