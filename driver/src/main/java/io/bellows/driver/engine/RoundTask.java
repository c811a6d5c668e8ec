package io.bellows.driver.engine;

import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.TaskShares;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.network.GradientSum;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Weights;
import io.bellows.kernels.training.FixedTree;
import io.bellows.kernels.training.GradientWorker;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/**
 * Runs on executors, once a round and task: the gradient sums of the task's shares. Carries the
 * network's spec (about 1 kB) and a broadcast handle; never the weights themselves. Reads only the
 * blocks that the round needs.
 */
final class RoundTask implements PartitionJob.PartitionFunction<PackedBlock, RoundTask.Result> {
  private static final long serialVersionUID = 1L;

  /**
   * What a task sends back: 4 bytes a parameter for each node.
   *
   * @param nodes its shares' sums, added up as far as the tree allows
   * @param computeNanos how long it took to form them once the weights were there
   */
  record Result(List<FixedTree.Node<GradientSum>> nodes, long computeNanos)
      implements Serializable {}

  private final Network network;
  private final BatchPlan plan;
  private final long seed;
  private final int epoch;
  private final int round;
  private final TaskShares tasks;
  private final Kernels kernels;
  private final Broadcast<Weights> weights;

  RoundTask(
      Network network,
      BatchPlan plan,
      long seed,
      int epoch,
      int round,
      TaskShares tasks,
      Kernels kernels,
      Broadcast<Weights> weights) {
    this.network = network;
    this.plan = plan;
    this.seed = seed;
    this.epoch = epoch;
    this.round = round;
    this.tasks = tasks;
    this.kernels = kernels;
    this.weights = weights;
  }

  @Override
  public Result apply(int task, Iterator<PackedBlock> blocks) {
    Weights fetched = weights.value();
    long begin = System.nanoTime();
    GradientWorker worker = new GradientWorker(network, plan, seed, TaskKernels.of(kernels));
    worker.load(fetched);
    FixedTree<GradientSum> tree = new FixedTree<>(GradientSum::plus);
    ShareStream stream = new ShareStream(blocks);
    for (int share = tasks.first(task); share < tasks.first(task + 1); share++) {
      int[] rows = worker.rows(share, epoch, round);
      tree.add(share, worker.sum(stream.part(share, blocks(rows)), rows, epoch, round));
    }
    return new Result(tree.nodes(), System.nanoTime() - begin);
  }

  /** The places of the blocks that hold some rows, ascending. */
  private static int[] blocks(int[] rows) {
    return Arrays.stream(rows).map(row -> row / PackedBlock.ROWS).distinct().sorted().toArray();
  }
}
