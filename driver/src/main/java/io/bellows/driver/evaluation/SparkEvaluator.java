package io.bellows.driver.evaluation;

import io.bellows.driver.engine.PartitionJob;
import io.bellows.driver.engine.SentEnsemble;
import io.bellows.driver.engine.ShareData;
import io.bellows.driver.engine.ShareStream;
import io.bellows.driver.engine.TaskKernels;
import io.bellows.driver.progress.JobDescription;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.TaskShares;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.metric.MetricSum;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Weights;
import io.bellows.kernels.training.EvaluationSum;
import io.bellows.kernels.training.EvaluationWorker;
import io.bellows.kernels.training.Evaluator;
import io.bellows.kernels.training.FixedTree;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Loss and metrics over packed rows: one Spark job, sums of shares added in the fixed tree. */
public final class SparkEvaluator implements Evaluator {
  private final Network network;
  private final MetricSum metrics;
  private final ShareData data;
  private final Kernels kernels;
  private final JavaSparkContext spark;

  /**
   * An evaluator.
   *
   * @param metrics the kind of metrics to compute
   */
  public SparkEvaluator(Network network, MetricSum metrics, ShareData data, Kernels kernels) {
    this.kernels = kernels;
    this.network = network;
    this.metrics = metrics;
    this.data = data;
    this.spark = JavaSparkContext.fromSparkContext(data.blocks().context());
  }

  @Override
  public EvaluationSum evaluate(Weights weights) {
    return evaluate(List.of(weights));
  }

  /** Evaluates an ensemble. */
  public EvaluationSum evaluate(List<Weights> members) {
    FixedTree<EvaluationSum> tree = new FixedTree<>(EvaluationSum::plus);
    try (SentEnsemble sent = new SentEnsemble(spark, members);
        JobDescription description = new JobDescription(spark.sc())) {
      description.set("evaluating %d rows", data.rows());
      int[] all = IntStream.range(0, data.tasks().tasks()).toArray();
      Task task = new Task(network, metrics, data.tasks(), kernels, sent.handles());
      PartitionJob.run(data.blocks(), all, task).forEach(nodes -> nodes.forEach(tree::add));
    }
    return Objects.requireNonNull(tree.total(), "an evaluated data set has at least one row");
  }

  /** Runs on executors. */
  private record Task(
      Network network,
      MetricSum metrics,
      TaskShares tasks,
      Kernels kernels,
      List<Broadcast<Weights>> members)
      implements PartitionJob.PartitionFunction<PackedBlock, List<FixedTree.Node<EvaluationSum>>> {
    @Override
    public List<FixedTree.Node<EvaluationSum>> apply(int task, Iterator<PackedBlock> blocks) {
      EvaluationWorker worker =
          new EvaluationWorker(network, SentEnsemble.of(members), metrics, TaskKernels.of(kernels));
      FixedTree<EvaluationSum> tree = new FixedTree<>(EvaluationSum::plus);
      ShareStream stream = new ShareStream(blocks);
      for (int share = tasks.first(task); share < tasks.first(task + 1); share++) {
        tree.add(share, worker.sum(stream.share(share)));
      }
      return tree.nodes();
    }
  }
}
