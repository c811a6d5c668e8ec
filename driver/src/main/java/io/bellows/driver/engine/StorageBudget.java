package io.bellows.driver.engine;

import io.bellows.driver.input.InputException;
import java.io.File;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What the executors can hold, in bytes, asked before the rows are packed.
 *
 * @param memory Spark's storage memory over all executors
 * @param disk free space in their local folders, each file system counted once an executor
 */
public record StorageBudget(long memory, long disk) {
  private static final Logger LOG = LoggerFactory.getLogger(StorageBudget.class);

  /** What the driver knows of the executors' memory, and what they say of their disks; one job. */
  public static StorageBudget of(JavaSparkContext spark) {
    List<Long> memories = memories(spark);
    long memory = memories.stream().mapToLong(Long::longValue).sum();
    return new StorageBudget(memory, disk(memories.size(), disks(spark)));
  }

  /** The storage memory of each executor; a local driver is the only one. */
  private static List<Long> memories(JavaSparkContext spark) {
    Map<String, Long> memories = new HashMap<>();
    CollectionConverters.asJava(spark.sc().getExecutorMemoryStatus())
        .forEach((address, memory) -> memories.put(address, (Long) memory._1()));
    if (!spark.isLocal()) {
      memories.remove(SparkEnv.get().blockManager().blockManagerId().hostPort());
    }
    return List.copyOf(memories.values());
  }

  /** The free space of each executor that gets one of the tasks that ask. */
  private static Collection<Long> disks(JavaSparkContext spark) {
    List<Integer> probes = Collections.nCopies(spark.defaultParallelism(), 0);
    Map<String, Long> disks = new HashMap<>();
    spark
        .parallelize(probes, probes.size())
        .map(probe -> new Tuple2<>(SparkEnv.get().executorId(), freeSpace()))
        .collect()
        .forEach(found -> disks.put(found._1, found._2));
    return disks.values();
  }

  private static long freeSpace() {
    return Arrays.stream(SparkEnv.get().blockManager().diskBlockManager().localDirs())
        .mapToLong(File::getUsableSpace)
        .max()
        .orElse(0);
  }

  /** The space of all executors, those that did not say taken for the mean of those that did. */
  static long disk(int executors, Collection<Long> disks) {
    double mean = disks.stream().mapToLong(Long::longValue).average().orElse(0);
    return (long) (mean * Math.max(executors, disks.size()));
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
