package io.bellows.kernels.gang;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.EpochOrder;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.Share;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.layer.EmbeddingLayer;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Workspace;
import io.bellows.kernels.optimizer.LayerwiseOptimizer;
import io.bellows.kernels.training.RoundTimes;
import io.bellows.kernels.training.RoundUpdate;
import io.bellows.kernels.training.Segment;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingState;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Carries a state through a segment with several threads that share one workspace: the gradient
 * sums of shares are never put together as wholes, but added up in the fixed tree piece by piece,
 * and the update follows at once. All numbers are those of the engines that send sums, bit for bit.
 *
 * <p>Use: every member {@link #bring}s its shares, then {@link #run}s; the state has moved when all
 * have returned.
 */
public final class Gang {
  final Network network;
  final TrainingConfig config;
  final BatchPlan plan;
  final Segment segment;
  final int members;
  final Division division;
  final Kernels kernels;
  final Predicate<TrainingState> stopRequested;
  final TrainingState state;
  final Workspace workspace;
  final GangOptimizer optimizer;
  final @Nullable WholeGradient wholeGradient;
  final @Nullable GangAverage average;
  final Meeting meeting;
  private final AtomicReferenceArray<Share> shares;
  private final AtomicReferenceArray<int[]> orders;
  volatile boolean isStopping;

  /**
   * A gang for one segment.
   *
   * @param state stands at the segment's first round. Modified.
   * @param stopRequested asked after every round by member 0, with the state: rounds and running
   *     loss have moved, weights move in the end
   */
  public Gang(
      Network network,
      TrainingConfig config,
      BatchPlan plan,
      TrainingState state,
      Segment segment,
      int members,
      Division division,
      Kernels kernels,
      Predicate<TrainingState> stopRequested) {
    require(canCarry(plan), "a gang takes at most %d rows of a share a round", PackedBlock.ROWS);
    require(
        division == Division.ROWS || !network.isNormalized(),
        "a gang divides rows where layers are normalised over all their units");
    this.network = network;
    this.config = config;
    this.plan = plan;
    this.segment = segment;
    this.members = members;
    this.division = division;
    this.kernels = kernels;
    this.stopRequested = stopRequested;
    this.state = state;
    this.workspace = new Workspace(network, kernels.create(), (int) plan.batchRows());
    this.optimizer = new GangOptimizer(network, config.update().optimizer(), workspace);
    this.wholeGradient = needsWhole(config) ? new WholeGradient(network, workspace) : null;
    this.average =
        RoundUpdate.averagingOf(config)
            .map(averaging -> new GangAverage(network, averaging, workspace))
            .orElse(null);
    this.meeting = new Meeting(members);
    this.shares = new AtomicReferenceArray<>(plan.shares());
    this.orders = new AtomicReferenceArray<>(plan.shares());
  }

  /** Whether an update must know norms before it can begin. */
  private static boolean needsWhole(TrainingConfig config) {
    return config.update().clipping().needsNorm()
        || config.update().optimizer() instanceof LayerwiseOptimizer;
  }

  /** Whether every share's part of a round is one chain of at most 1,024 rows. */
  public static boolean canCarry(BatchPlan plan) {
    return (plan.batchRows() + plan.shares() - 1) / plan.shares() <= PackedBlock.ROWS;
  }

  /**
   * What the whole batch takes on its way through the network, in bytes: four numbers a unit, one
   * more where a layer is residual, and two where it is normalised; of an embedding what goes in,
   * and twice what comes out.
   */
  public static long bytesOfBatch(Network network, BatchPlan plan) {
    EmbeddingLayer embedding = network.embedding();
    long numbers = network.inputs() + (embedding.isNone() ? 0 : 3L * embedding.outputs());
    for (DenseLayer layer : network.layers()) {
      int numbersOfUnit = 4 + (layer.isResidual() ? 1 : 0) + (layer.isNormalized() ? 2 : 0);
      numbers += (long) numbersOfUnit * layer.outputs();
    }
    return Float.BYTES * numbers * plan.batchRows();
  }

  /** Adds the rows of a share. */
  public void bring(Share share) {
    int number = share.number();
    EpochOrder order = new EpochOrder(config.seed(), segment.epoch(), number, plan.rowsOf(number));
    orders.set(
        number,
        order.visited(plan.from(number, segment.from()), plan.to(number, segment.to() - 1)));
    shares.set(number, share);
  }

  /**
   * Takes part until the segment has ended.
   *
   * @param member its number, from 0; member 0 asks whether to stop
   * @param cancelled asked while waiting for the others
   * @throws Meeting.Broken when another member failed or this one was cancelled
   */
  public void run(int member, BooleanSupplier cancelled) {
    try {
      new GangMember(this, member, cancelled).run();
    } catch (RuntimeException | Error e) {
      meeting.poison();
      throw e;
    }
  }

  /** The state, as far as it has moved. */
  public TrainingState state() {
    return state;
  }

  /** Makes all members fail at their next meeting. */
  public void poison() {
    meeting.poison();
  }

  /** Adds a member's part of where the time went. */
  synchronized void spent(RoundTimes times) {
    state.spent(times);
  }

  /** Once all shares are there, before any member looks at rows. */
  void holdRows() {
    workspace.batch().input().hold(share(0).isMostlyZero());
  }

  Share share(int number) {
    return shares.get(number);
  }

  /** The rows that a share visits in this segment. */
  int[] order(int share) {
    return orders.get(share);
  }
}
