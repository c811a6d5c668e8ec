package io.bellows.driver.bench;

import io.bellows.driver.engine.EngineChoice;
import io.bellows.driver.engine.PartitionJob;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.linalg.PeakFlops;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.speed.ProductSpeed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Runs on executors, as many tasks as there are slots: the first in a JVM measures with all its
 * cores, the others wait there, so that the slots of one executor never take the tasks meant for
 * another.
 */
final class ExecutorProbe implements PartitionJob.PartitionFunction<Integer, List<ExecutorSpeed>> {
  private static final long serialVersionUID = 1L;

  /** Products are measured at no more rows. */
  static final int MOST_ROWS = 1_024;

  private static final int QUIET_LOOKS = 20;
  private static final long LOOK_MILLIS = 100;

  /** The measurement that this JVM makes or made last. */
  private static @Nullable Claim last;

  private record Claim(String run, CountDownLatch done) {}

  private final String run = UUID.randomUUID().toString();
  private final Network network;
  private final int rows;
  private final String kernels;
  private final Map<String, Integer> cores;

  private ExecutorProbe(Network network, int rows, String kernels, Map<String, Integer> cores) {
    this.network = network;
    this.rows = rows;
    this.kernels = kernels;
    this.cores = cores;
  }

  /**
   * Measures every executor.
   *
   * @param batchRows B; products are measured at no more than 1,024 rows
   * @param kernels one of {@link Kernels#settings}
   * @return those that answered, by their ids
   */
  static List<ExecutorSpeed> measure(
      JavaSparkContext spark, Network network, long batchRows, String kernels) {
    ExecutorProbe probe =
        new ExecutorProbe(network, (int) Math.min(MOST_ROWS, batchRows), kernels, cores(spark));
    int slots = EngineChoice.slots(spark.sc());
    JavaRDD<Integer> tasks = spark.parallelize(IntStream.range(0, slots).boxed().toList(), slots);
    return PartitionJob.run(tasks, IntStream.range(0, slots).toArray(), probe).stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(ExecutorSpeed::executor))
        .toList();
  }

  /** Executors register one by one: waits for the first, and until no more come. */
  static void awaitExecutors(JavaSparkContext spark) {
    if (EngineChoice.isOneJvm(spark.sc())) {
      return;
    }
    spark.parallelize(List.of(1), 1).count();
    int slots = 0;
    int quiet = 0;
    try {
      while (quiet < QUIET_LOOKS) {
        int now = EngineChoice.slots(spark.sc());
        quiet = now == slots ? quiet + 1 : 0;
        slots = now;
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many executors there are: on a local master the driver itself. */
  static int executors(JavaSparkContext spark) {
    return cores(spark).size();
  }

  private static Map<String, Integer> cores(JavaSparkContext spark) {
    Map<String, Integer> cores = new HashMap<>();
    for (ExecutorSummary executor :
        CollectionConverters.asJava(spark.sc().statusStore().executorList(true))) {
      if (executor.totalCores() > 0) {
        cores.put(executor.id(), executor.totalCores());
      }
    }
    return cores;
  }

  @Override
  public List<ExecutorSpeed> apply(int partition, Iterator<Integer> elements) {
    Claim claim = new Claim(run, new CountDownLatch(1));
    Claim first = first(claim);
    if (first != claim) {
      await(first);
      return new ArrayList<>();
    }
    try {
      return new ArrayList<>(List.of(measured()));
    } catch (RuntimeException e) {
      // So that the task's next attempt measures.
      forget(claim);
      throw e;
    } finally {
      claim.done.countDown();
    }
  }

  private static synchronized void forget(Claim claim) {
    if (claim.equals(last)) {
      last = null;
    }
  }

  private static synchronized Claim first(Claim claim) {
    if (last == null || !last.run.equals(claim.run)) {
      last = claim;
    }
    return last;
  }

  private static void await(Claim claim) {
    try {
      claim.done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ExecutorSpeed measured() {
    SparkEnv spark = SparkEnv.get();
    int threads =
        cores.getOrDefault(spark.executorId(), Runtime.getRuntime().availableProcessors());
    String name = "none";
    String reason;
    List<ProductSpeed> products = List.of();
    try {
      Kernels.Choice choice = Kernels.choose(kernels);
      name = choice.kernels().settingName();
      reason = choice.reason();
      products = products(choice.kernels(), threads);
    } catch (IllegalArgumentException e) {
      reason = String.valueOf(e.getMessage());
    }
    return new ExecutorSpeed(
        spark.executorId(),
        spark.blockManager().blockManagerId().host(),
        threads,
        System.getProperty("java.version"),
        name,
        reason,
        PeakFlops.perCore(threads).orElse(Double.NaN),
        products);
  }

  /** The mean of all cores, each with matrices of its own. */
  private List<ProductSpeed> products(Kernels chosen, int threads) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<ProductSpeed>>> measured = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        measured.add(pool.submit(() -> ProductSpeed.of(network, rows, chosen)));
      }
      List<List<ProductSpeed>> speeds = new ArrayList<>();
      for (Future<List<ProductSpeed>> speed : measured) {
        speeds.add(speed.get());
      }
      return IntStream.range(0, network.layers().size())
          .mapToObj(
              layer -> ProductSpeed.mean(speeds.stream().map(core -> core.get(layer)).toList()))
          .toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the measurement was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
