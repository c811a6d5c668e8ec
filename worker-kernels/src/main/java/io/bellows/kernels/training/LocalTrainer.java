package io.bellows.kernels.training;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.Share;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.metric.MetricSum;
import io.bellows.kernels.network.GradientSum;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Weights;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Trains in one thread, without Spark: the referee that every distributed engine must equal bit for
 * bit.
 *
 * <p>The loop is the same {@link TrainingLoop}; only who forms the sums differs.
 */
public final class LocalTrainer {
  private final Network network;
  private final TrainingConfig config;
  private final List<Share> training;
  private final List<Share> validation;
  private final MetricSum metrics;
  private final BatchPlan plan;
  private final DenseKernels kernels;

  /**
   * A trainer of rows already placed in shares.
   *
   * @param training as many shares as the configuration says, in order
   * @param validation may be empty: then nothing is validated
   * @param metrics the kind of metrics to compute
   * @param kernels what multiplies
   */
  public LocalTrainer(
      Network network,
      TrainingConfig config,
      List<Share> training,
      List<Share> validation,
      MetricSum metrics,
      Kernels kernels) {
    require(
        training.size() == config.batching().shares(),
        "expected %d training shares, as training.shares says, got %d",
        config.batching().shares(),
        training.size());
    this.network = network;
    this.config = config;
    this.training = List.copyOf(training);
    this.validation = List.copyOf(validation);
    this.metrics = metrics;
    this.kernels = kernels.create();
    long rows =
        training.stream()
            .flatMap(share -> share.blocks().values().stream())
            .mapToLong(PackedBlock::rows)
            .sum();
    this.plan = config.batching().plan(rows);
  }

  /** Trains from the first weights. */
  public TrainingResult train(TrainingListener listener) {
    return train(TrainingState.initial(network, config), Checkpoints.NONE, listener);
  }

  /**
   * Trains.
   *
   * @param state where to start. Modified.
   */
  public TrainingResult train(
      TrainingState state, Checkpoints checkpoints, TrainingListener listener) {
    Optional<Evaluator> validator =
        validation.isEmpty()
            ? Optional.empty()
            : Optional.of(weights -> evaluate(validation, weights));
    TrainingLoop loop =
        new TrainingLoop(
            config,
            plan,
            this::advance,
            validator,
            weights -> evaluate(training, weights),
            listener,
            checkpoints,
            System::nanoTime);
    return loop.run(state);
  }

  private void advance(
      TrainingState state, Segment segment, Predicate<TrainingState> stopRequested) {
    GradientWorker worker = new GradientWorker(network, plan, config.seed(), kernels);
    RoundUpdate update = new RoundUpdate(config, plan);
    for (int round = segment.from(); round < segment.to(); round++) {
      long begin = System.nanoTime();
      GradientSum total = total(worker, state.weights(), segment.epoch(), round);
      long summed = System.nanoTime();
      update.apply(total, state, segment.rateFactor());
      state.spent(new RoundTimes(summed - begin, 0, System.nanoTime() - summed));
      if (!state.lossIsFinite() || stopRequested.test(state)) {
        return;
      }
    }
  }

  private GradientSum total(GradientWorker worker, Weights weights, int epoch, int round) {
    worker.load(weights);
    FixedTree<GradientSum> tree = new FixedTree<>(GradientSum::plus);
    for (Share share : training) {
      int[] rows = worker.rows(share.number(), epoch, round);
      tree.add(share.number(), worker.sum(share, rows, epoch, round));
    }
    return Objects.requireNonNull(tree.total(), "a round has at least one row");
  }

  /** Loss and metrics over some shares, without masks. */
  private EvaluationSum evaluate(List<Share> shares, Weights weights) {
    EvaluationWorker worker = new EvaluationWorker(network, weights, metrics, kernels);
    FixedTree<EvaluationSum> tree = new FixedTree<>(EvaluationSum::plus);
    for (Share share : shares) {
      tree.add(share.number(), worker.sum(share.blocks().values().iterator()));
    }
    return Objects.requireNonNull(tree.total(), "an evaluated data set has at least one row");
  }
}
