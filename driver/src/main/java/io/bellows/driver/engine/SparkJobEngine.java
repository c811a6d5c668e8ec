package io.bellows.driver.engine;

import io.bellows.driver.progress.JobDescription;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.network.GradientSum;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Weights;
import io.bellows.kernels.training.FixedTree;
import io.bellows.kernels.training.RoundEngine;
import io.bellows.kernels.training.RoundTimes;
import io.bellows.kernels.training.RoundUpdate;
import io.bellows.kernels.training.Segment;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingState;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * One ordinary Spark job a round: weights are broadcast, sums come back by partition, the driver
 * adds them up, averages and updates. Works wherever Spark does; a lost executor is repaired by
 * Spark's own task retry.
 */
public final class SparkJobEngine implements RoundEngine {
  private final Network network;
  private final TrainingConfig config;
  private final BatchPlan plan;
  private final ShareData data;
  private final Kernels kernels;
  private final JavaSparkContext spark;
  private final RoundOverhead overhead;

  /** An engine over training rows. */
  public SparkJobEngine(
      Network network, TrainingConfig config, BatchPlan plan, ShareData data, Kernels kernels) {
    this.kernels = kernels;
    this.network = network;
    this.config = config;
    this.plan = plan;
    this.data = data;
    this.spark = JavaSparkContext.fromSparkContext(data.blocks().context());
    this.overhead = new RoundOverhead(plan);
  }

  @Override
  public void advance(
      TrainingState state, Segment segment, Predicate<TrainingState> stopRequested) {
    try (JobDescription description = new JobDescription(spark.sc())) {
      advance(state, segment, stopRequested, description);
    }
  }

  private void advance(
      TrainingState state,
      Segment segment,
      Predicate<TrainingState> stopRequested,
      JobDescription description) {
    // It has scratch: fits at the same time need one each.
    RoundUpdate update = new RoundUpdate(config, plan);
    for (int round = segment.from(); round < segment.to(); round++) {
      description.set("epoch %d, round %d", segment.epoch() + 1, round + 1);
      long begin = System.nanoTime();
      List<RoundTask.Result> results = sums(state.weights(), segment.epoch(), round);
      long arrived = System.nanoTime();
      GradientSum total = total(results, round);
      long met = System.nanoTime();
      update.apply(total, state, segment.rateFactor());
      long updated = System.nanoTime();
      state.spent(times(results, met - arrived, updated - met));
      overhead.add(updated - begin, results);
      if (!state.lossIsFinite() || stopRequested.test(state)) {
        return;
      }
    }
  }

  /** Tasks wait for the slowest of them; then the driver adds up and updates. */
  private static RoundTimes times(List<RoundTask.Result> results, long adding, long updating) {
    LongSummaryStatistics computing =
        results.stream().mapToLong(RoundTask.Result::computeNanos).summaryStatistics();
    long mean = (long) computing.getAverage();
    return new RoundTimes(mean, computing.getMax() - mean + adding, updating);
  }

  private List<RoundTask.Result> sums(Weights weights, int epoch, int round) {
    try (SentWeights sent = new SentWeights(spark, weights)) {
      RoundTask task =
          new RoundTask(
              network, plan, config.seed(), epoch, round, data.tasks(), kernels, sent.handle());
      return PartitionJob.run(data.blocks(), tasksWithRows(round), task);
    }
  }

  private GradientSum total(List<RoundTask.Result> results, int round) {
    FixedTree<GradientSum> tree = new FixedTree<>(GradientSum::plus);
    int next = 0;
    for (RoundTask.Result result : results) {
      next = addEmpty(tree, next, result.nodes().get(0).start());
      for (FixedTree.Node<GradientSum> node : result.nodes()) {
        tree.add(node);
        next = node.start() + node.size();
      }
    }
    addEmpty(tree, next, plan.shares());
    return Objects.requireNonNull(tree.total(), () -> "round " + round + " has at least one row");
  }

  /** Shares of tasks that were not run have no rows in the round. */
  private static int addEmpty(FixedTree<GradientSum> tree, int from, int to) {
    for (int share = from; share < to; share++) {
      tree.add(share, null);
    }
    return to;
  }

  private int[] tasksWithRows(int round) {
    return IntStream.range(0, data.tasks().tasks()).filter(task -> hasRows(task, round)).toArray();
  }

  private boolean hasRows(int task, int round) {
    return IntStream.range(data.tasks().first(task), data.tasks().first(task + 1))
        .anyMatch(share -> plan.from(share, round) < plan.to(share, round));
  }
}
