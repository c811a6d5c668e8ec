package io.bellows.driver.training;

import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.bench.DrawnRows;
import io.bellows.driver.engine.ShareData;
import io.bellows.driver.engine.SparkJobEngine;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.training.Segment;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingState;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * An epoch over generated rows of 100 features on two executors of 1 GiB, most of which spill to
 * disk: how long it takes to read and pack them, and a round. Beside it the rounds over fewer rows,
 * one after each of the first, so that whatever else the machine does slows both. Not a test: run
 * its main with the tests' class path, JVM options and environment and a heap of 1 GiB. Arguments:
 * a folder for the tables, which are generated when they are not there, or {@code drawn}, when
 * executors draw packed rows and nothing is read; and the numbers of rows, the largest first.
 */
public final class LargeDataBenchmark {
  private static final int FEATURES = 100;
  private static final int SHARES = 8;
  private static final int BATCH = 8_192;

  /** The first rounds run cold code. */
  private static final int WARM_UP = 100;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.sql.codegen.wholeStage", "true",
          "spark.sql.codegen.factoryMode", "FALLBACK",
          "spark.broadcast.compress", "false",
          "spark.task.maxDirectResultSize", "32m");

  private static final Network NETWORK =
      Network.of(FEATURES, List.of(64), new Relu(), 2, Dropout.none(1), new SoftmaxCrossEntropy());
  private static final TrainingConfig CONFIG =
      TestRun.csv("none").shares(SHARES).batch(BATCH).training();

  private LargeDataBenchmark() {}

  public static void main(String[] args) {
    String folder = args[0];
    List<Long> sizes = Arrays.stream(args).skip(1).map(Long::valueOf).toList();
    if (!folder.equals("drawn")) {
      SparkSessions.on("local[2]", SETTINGS, spark -> generated(spark, sizes, folder));
    }
    SparkSessions.on("local-cluster[2,1,1024]", SETTINGS, spark -> measured(spark, sizes, folder));
  }

  private static SparkSession generated(SparkSession spark, List<Long> sizes, String folder) {
    for (long rows : sizes) {
      if (!Files.exists(Path.of(table(folder, rows), "_SUCCESS"))) {
        generate(spark, rows, table(folder, rows));
      }
    }
    return spark;
  }

  private static String table(String folder, long rows) {
    return Path.of(folder, "rows-" + rows + ".parquet").toString();
  }

  /** Columns of 256 numbers each, so that the table is small. */
  private static void generate(SparkSession spark, long rows, String table) {
    String[] columns =
        Stream.concat(
                IntStream.range(0, FEATURES)
                    .mapToObj(i -> "cast(hash(id, " + i + ") & 255 AS float) / 255 AS x" + i),
                Stream.of("int((hash(id, 0) & 255) > (hash(id, 1) & 255)) AS label"))
            .toArray(String[]::new);
    spark.range(0, rows, 1, 16).selectExpr(columns).write().parquet(table);
  }

  private static SparkSession measured(SparkSession spark, List<Long> sizes, String folder) {
    // Executors register while the first job runs.
    spark.range(0, 2, 1, 2).count();
    List<Run> runs = new ArrayList<>();
    for (long rows : sizes) {
      long begin = System.nanoTime();
      ShareData data =
          folder.equals("drawn") ? drawn(spark, rows) : read(spark, table(folder, rows));
      System.out.printf(
          "%,d rows: %.0f s to read and pack%n", data.rows(), (System.nanoTime() - begin) / 1e9);
      runs.add(new Run(data));
    }
    int rounds = runs.get(0).plan.rounds();
    for (int round = 0; round < rounds; round++) {
      for (Run run : runs) {
        run.advance(round % run.plan.rounds());
      }
    }
    runs.forEach(Run::print);
    System.out.printf("driver's heap at most %d MiB%n", peakOfHeap() >> 20);
    return spark;
  }

  private static ShareData read(SparkSession spark, String table) {
    return TrainingData.prepared(spark, TestRun.parquet(table).shares(SHARES).request()).training();
  }

  private static ShareData drawn(SparkSession spark, long rows) {
    return DrawnRows.of(
        JavaSparkContext.fromSparkContext(spark.sparkContext()), NETWORK, SHARES, rows);
  }

  private static final class Run {
    private final BatchPlan plan;
    private final SparkJobEngine engine;
    private final TrainingState state = TrainingState.initial(NETWORK, CONFIG);
    private final List<Double> milliseconds = new ArrayList<>();

    Run(ShareData data) {
      plan = CONFIG.batching().plan(data.rows());
      engine =
          new SparkJobEngine(NETWORK, CONFIG, plan, data, Kernels.choose(Kernels.AUTO).kernels());
    }

    void advance(int round) {
      long begin = System.nanoTime();
      engine.advance(state, new Segment(0, round, round + 1), moved -> false);
      milliseconds.add((System.nanoTime() - begin) / 1e6);
    }

    void print() {
      double[] warm =
          milliseconds.stream().skip(WARM_UP).mapToDouble(Double::doubleValue).sorted().toArray();
      System.out.printf(
          "%,d rows, %d rounds: median %.1f ms, mean %.1f ms, slowest %.0f ms%n",
          plan.rows(),
          milliseconds.size(),
          warm[warm.length / 2],
          Arrays.stream(warm).average().orElseThrow(),
          warm[warm.length - 1]);
    }
  }

  /** With what is no longer used but not yet collected. */
  static long peakOfHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
