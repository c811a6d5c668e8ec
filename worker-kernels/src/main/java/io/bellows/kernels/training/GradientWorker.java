package io.bellows.kernels.training;

import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.EpochOrder;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.Share;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.network.GradientSum;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Pass;
import io.bellows.kernels.network.Weights;
import io.bellows.kernels.network.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Forms the gradient sums of shares, one round at a time. Every engine uses this one. Owned by one
 * task.
 */
public final class GradientWorker {
  private final Network network;
  private final BatchPlan plan;
  private final long seed;
  private final Workspace workspace;
  private final Pass pass;

  /**
   * A worker with scratch for the largest part of a round that a share can have, or for 1,024 rows.
   */
  public GradientWorker(Network network, BatchPlan plan, long seed, DenseKernels kernels) {
    this.network = network;
    this.plan = plan;
    this.seed = seed;
    long largestPart = (plan.batchRows() + plan.shares() - 1) / plan.shares();
    this.workspace = new Workspace(network, kernels, (int) Math.min(PackedBlock.ROWS, largestPart));
    this.pass = new Pass(network, workspace, kernels);
  }

  /**
   * Takes a copy of the weights that the next sums are formed at.
   *
   * @param weights not modified
   */
  public void load(Weights weights) {
    workspace.load(weights);
  }

  /** The places in a share of the rows that belong to a round, in the order of visit. */
  public int[] rows(int share, int epoch, int round) {
    return new EpochOrder(seed, epoch, share, plan.rowsOf(share))
        .visited(plan.from(share, round), plan.to(share, round));
  }

  /**
   * The sum over a share's part of a round. More than 1,024 rows are taken in chunks, whose sums
   * are added in order.
   *
   * @param share holds at least the blocks of {@code rows}
   * @param rows as {@link #rows} gave them
   * @return null when the share has no row in the round
   */
  public @Nullable GradientSum sum(Share share, int[] rows, int epoch, int round) {
    if (rows.length == 0) {
      return null;
    }
    GradientSum sum = new GradientSum(network.layout().size());
    MaskKey masks = new MaskKey(seed, epoch, round);
    int chunk = workspace.batch().capacity();
    for (int from = 0; from < rows.length; from += chunk) {
      int count = Math.min(chunk, rows.length - from);
      workspace.reshape(count);
      workspace.batch().input().hold(share.isMostlyZero());
      share.copyTo(rows, from, count, workspace.batch(), 0, from);
      pass.addGradient(masks, sum);
    }
    return sum;
  }
}
