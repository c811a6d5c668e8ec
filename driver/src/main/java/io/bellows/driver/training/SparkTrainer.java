package io.bellows.driver.training;

import io.bellows.driver.checkpoint.FittedRun;
import io.bellows.driver.checkpoint.RunCheckpoints;
import io.bellows.driver.preparation.ClassLabels;
import io.bellows.driver.preparation.InputLayout;
import io.bellows.driver.preparation.TargetEncoding;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.layer.EmbeddingLayer;
import io.bellows.kernels.loss.BinaryCrossEntropy;
import io.bellows.kernels.loss.Loss;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.training.Checkpoints;
import io.bellows.kernels.training.TrainingListener;
import io.bellows.kernels.training.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole run on Spark, from sources to a tested model. */
public final class SparkTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(SparkTrainer.class);

  private SparkTrainer() {}

  /**
   * Trains, and leaves nothing to go on from.
   *
   * @throws io.bellows.driver.input.InputException when the data cannot be used
   * @throws io.bellows.kernels.InvalidConfigException when settings do not fit together, or do not
   *     fit the data
   */
  public static TrainingOutcome train(
      SparkSession spark, TrainingRequest request, TrainingListener listener) {
    return parts(spark, request, Optional.empty(), listener);
  }

  /**
   * Trains, or goes on where an earlier attempt at the same run was left.
   *
   * @param checkpoints what it has left, and where this attempt leaves its own
   * @throws io.bellows.driver.input.InputException when the data cannot be used, or are not those
   *     of the earlier attempt
   * @throws io.bellows.kernels.InvalidConfigException when settings do not fit together, or do not
   *     fit the data
   */
  public static TrainingOutcome train(
      SparkSession spark,
      TrainingRequest request,
      RunCheckpoints checkpoints,
      TrainingListener listener) {
    return parts(spark, request, Optional.of(checkpoints), listener);
  }

  private static TrainingOutcome parts(
      SparkSession spark,
      TrainingRequest request,
      Optional<RunCheckpoints> checkpoints,
      TrainingListener listener) {
    if (request.members() > 1) {
      return ensemble(spark, request, checkpoints, listener);
    }
    Trained first = prepared(spark, request, checkpoints, listener);
    if (request.part() != Part.SEARCH || !PreparedTraining.isWhole(first.outcome.result())) {
      return first.outcome;
    }
    TrainingRequest refit = first.training.refit(first.outcome.result());
    long updates = refit.training().limits().maxRounds().orElseThrow();
    LOG.info("Refitting on training and validation rows, {} updates", updates);
    listener.refitBegins(updates);
    return first.outcome.refitted(
        prepared(spark, refit, checkpoints.map(RunCheckpoints::ofRefit), listener).outcome);
  }

  /** A training of a run, and what it gave. */
  private record Trained(PreparedTraining training, TrainingOutcome outcome) {}

  /** Trains on data of its own. */
  private static Trained prepared(
      SparkSession spark,
      TrainingRequest request,
      Optional<RunCheckpoints> checkpoints,
      TrainingListener listener) {
    Optional<RunCheckpoints.Left> left = checkpoints.flatMap(RunCheckpoints::newest);
    try (TrainingData data =
        TrainingData.prepared(spark, request, left.map(RunCheckpoints.Left::run))) {
      return trained(data, request, checkpoints, left, listener);
    }
  }

  /** Networks one after the other, on data that is prepared once. */
  private static TrainingOutcome ensemble(
      SparkSession spark,
      TrainingRequest request,
      Optional<RunCheckpoints> checkpoints,
      TrainingListener listener) {
    Optional<FittedRun> fitted =
        checkpoints.flatMap(run -> run.ofMember(0).newest()).map(RunCheckpoints.Left::run);
    TrainingRequest one = fitted.map(run -> request.withKernels(run.kernels())).orElse(request);
    try (TrainingData data = TrainingData.prepared(spark, request, fitted)) {
      List<TrainingOutcome> outcomes = new ArrayList<>();
      while (true) {
        int member = outcomes.size();
        listener.memberBegins(member, request.members());
        Optional<RunCheckpoints> own = checkpoints.map(run -> run.ofMember(member));
        Trained trained =
            trained(data, one.member(member), own, own.flatMap(RunCheckpoints::newest), listener);
        outcomes.add(trained.outcome);
        if (!PreparedTraining.isWhole(trained.outcome.result())) {
          return trained.outcome.endingAt(outcomes);
        }
        if (outcomes.size() == request.members()) {
          return trained.training.ensemble(outcomes, listener);
        }
      }
    }
  }

  private static Trained trained(
      TrainingData data,
      TrainingRequest request,
      Optional<RunCheckpoints> checkpoints,
      Optional<RunCheckpoints.Left> left,
      TrainingListener listener) {
    return left.isPresent()
        ? goOn(data, request, checkpoints.orElseThrow(), left.get(), listener)
        : begin(data, request, checkpoints, listener);
  }

  private static Trained begin(
      TrainingData data,
      TrainingRequest request,
      Optional<RunCheckpoints> checkpoints,
      TrainingListener listener) {
    PreparedTraining training = new PreparedTraining(data, request);
    Checkpoints kept =
        checkpoints.map(run -> run.ofNew(training.fitted())).orElse(Checkpoints.NONE);
    return new Trained(training, training.run(training.initial(), kept, listener));
  }

  /** The kernels are those that the run began with: others would give other bits. */
  private static Trained goOn(
      TrainingData data,
      TrainingRequest request,
      RunCheckpoints checkpoints,
      RunCheckpoints.Left left,
      TrainingListener listener) {
    TrainingState.Standing standing = left.standing();
    LOG.info(
        "Going on from the checkpoint after {} rounds of epoch {}",
        standing.round(),
        standing.epoch() + 1);
    PreparedTraining training =
        new PreparedTraining(data, request.withKernels(left.run().kernels()));
    TrainingState state = left.state(training.network(), request.training().update().optimizer());
    return new Trained(training, training.run(state, checkpoints.after(left), listener));
  }

  /**
   * Trains on data that was prepared before, for a request that differs at most in network and
   * training, and there not in the number of shares, into which the data is packed.
   *
   * @param data not closed
   * @throws io.bellows.kernels.InvalidConfigException when settings do not fit together, or do not
   *     fit the data
   */
  public static TrainingOutcome train(
      TrainingData data, TrainingRequest request, TrainingListener listener) {
    PreparedTraining training = new PreparedTraining(data, request);
    return training.run(training.initial(), Checkpoints.NONE, listener);
  }

  /** The network for data that was prepared. */
  public static Network network(NetworkConfig config, TrainingData data) {
    TargetEncoding target = data.preparation().target();
    Loss loss = config.loss().of(target.task());
    requireTwoClasses(target, loss);
    InputLayout inputs = data.preparation().layout();
    EmbeddingLayer embedding =
        config
            .embedding()
            .map(columns -> columns.layer(inputs))
            .orElseGet(() -> EmbeddingLayer.none(inputs.inputs()));
    return Network.of(embedding, config.hidden(), target.outputs(loss), config.dropout(), loss);
  }

  private static void requireTwoClasses(TargetEncoding target, Loss loss) {
    if (target instanceof ClassLabels classes
        && loss instanceof BinaryCrossEntropy
        && classes.labels().size() != 2) {
      throw new InvalidConfigException(
          String.format(
              "Cannot train with binary-cross-entropy: the target has %d classes, where it needs 2; set training.loss.name = auto",
              classes.labels().size()));
    }
  }
}
