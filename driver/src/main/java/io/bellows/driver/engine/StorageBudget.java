package io.bellows.driver.engine;

import io.bellows.driver.input.InputException;
import java.io.File;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * What the executors can hold, in bytes, asked before the rows are packed.
 *
 * @param memory Spark's storage memory over all executors
 * @param disk free space in their local folders, each file system counted once an executor
 */
public record StorageBudget(long memory, long disk) {
  private static final Logger LOG = LoggerFactory.getLogger(StorageBudget.class);

  /** Asks the executors; one job. */
  public static StorageBudget of(JavaSparkContext spark) {
    List<Integer> probes = java.util.Collections.nCopies(spark.defaultParallelism(), 0);
    Map<String, Tuple2<Long, Long>> byExecutor = new HashMap<>();
    spark
        .parallelize(probes, probes.size())
        .map(probe -> new Tuple2<>(SparkEnv.get().executorId(), room()))
        .collect()
        .forEach(found -> byExecutor.put(found._1, found._2));
    return new StorageBudget(
        byExecutor.values().stream().mapToLong(Tuple2::_1).sum(),
        byExecutor.values().stream().mapToLong(Tuple2::_2).sum());
  }

  private static Tuple2<Long, Long> room() {
    SparkEnv env = SparkEnv.get();
    long memory = env.memoryManager().maxOnHeapStorageMemory();
    long disk =
        Arrays.stream(env.blockManager().diskBlockManager().localDirs())
            .mapToLong(File::getUsableSpace)
            .max()
            .orElse(0);
    return new Tuple2<>(memory, disk);
  }

  /**
   * Refuses data that would fit neither in memory nor on disk; says so when part of it must go to
   * disk.
   *
   * @throws InputException when there is not enough room
   */
  public void require(long rows, long bytesPerRow) {
    long needed = rows * bytesPerRow;
    if (needed > memory + disk) {
      throw new InputException(
          String.format(
              "Cannot hold %,d packed rows of %,d bytes: they take %,d MiB, but the executors have %,d MiB of memory for data and %,d MiB of disk; give them more memory or disk, use more executors, or fewer rows or columns",
              rows, bytesPerRow, needed >> 20, memory >> 20, disk >> 20));
    }
    if (needed > memory) {
      LOG.info(
          "The packed rows take {} MiB, more than the {} MiB of memory for data: the rest goes to disk",
          needed >> 20,
          memory >> 20);
    }
  }
}
