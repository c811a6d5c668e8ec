package io.bellows.driver.engine;

import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.bench.DrawnRows;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.training.Segment;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * A warm round against a bare Spark job that broadcasts and returns as many floats, in turns in one
 * run. What rounds cost otherwise, {@code bellows bench} tells. Not a test: run its main with the
 * tests' class path, JVM options and environment; the arguments are the batch size, 32 without one,
 * the master, {@code local[2]} without one, and the units of the hidden layers between 784 inputs
 * and 10 classes, 128 without any.
 */
public final class RoundCostBenchmark {
  private static final int WARM_UP = 200;
  private static final int MEASURED = 300;
  private static final int SHARES = 8;

  private RoundCostBenchmark() {}

  public static void main(String[] args) {
    int batch = args.length > 0 ? Integer.parseInt(args[0]) : 32;
    String master = args.length > 1 ? args[1] : "local[2]";
    List<Integer> hidden =
        args.length > 2 ? Arrays.stream(args).skip(2).map(Integer::valueOf).toList() : List.of(128);
    Network network =
        Network.of(
            784, hidden, new Relu(), 10, Dropout.none(hidden.size()), new SoftmaxCrossEntropy());
    SparkSessions.on(
        master,
        Map.of("spark.broadcast.compress", "false", "spark.task.maxDirectResultSize", "32m"),
        spark -> measured(spark, network, batch));
  }

  private static Network measured(SparkSession spark, Network network, int batch) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    // Executors register while the first job runs.
    context.parallelize(List.of(1, 2), 2).count();
    TrainingConfig config = TestRun.csv("none").shares(SHARES).batch(batch).training();
    try (ShareData data = DrawnRows.of(context, network, SHARES, batch)) {
      BatchPlan plan = config.batching().plan(data.rows());
      SparkJobEngine engine =
          new SparkJobEngine(network, config, plan, data, Kernels.choose(Kernels.AUTO).kernels());
      TrainingState state = TrainingState.initial(network, config);
      int parameters = network.layout().size();
      long[] rounds = new long[MEASURED];
      long[] bare = new long[MEASURED];
      for (int i = -WARM_UP; i < MEASURED; i++) {
        int round = Math.floorMod(i, plan.rounds());
        long begin = System.nanoTime();
        engine.advance(state, new Segment(0, round, round + 1), moved -> false);
        long middle = System.nanoTime();
        bareJob(context, data, new float[parameters]);
        if (i >= 0) {
          rounds[i] = middle - begin;
          bare[i] = System.nanoTime() - middle;
        }
      }
      double round = median(rounds);
      double job = median(bare);
      System.out.printf(
          "batch %d: round %.2f ms, bare job %.2f ms, ratio %.2f (medians of %d, %d parameters, %d tasks)%n",
          batch, round, job, round / job, MEASURED, parameters, data.tasks().tasks());
    }
    return network;
  }

  private static void bareJob(JavaSparkContext context, ShareData data, float[] weights) {
    Broadcast<float[]> sent = context.broadcast(weights);
    PartitionJob.run(data.blocks(), new int[] {0, 1}, (task, part) -> sent.value().clone());
    sent.destroy();
  }

  private static double median(long[] nanos) {
    return Arrays.stream(nanos).sorted().skip(nanos.length / 2).findFirst().orElseThrow() / 1e6;
  }
}
