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
    Networks first = part(spark, request, request.networks(), checkpoints, listener);
    if (request.part() != Part.SEARCH || !PreparedTraining.isWhole(first.outcome.result())) {
      return first.outcome;
    }
    List<TrainingRequest> again = first.refits();
    Networks second =
        part(
            spark,
            request.refitOf(again),
            again,
            checkpoints.map(RunCheckpoints::ofRefit),
            listener);
    return first.outcome.refitted(second.outcome);
  }

  /** A training of a network, and what it gave. */
  private record Trained(PreparedTraining training, TrainingOutcome outcome) {}

  /**
   * The networks of a part of a run, all of them unless one has ended it.
   *
   * @param outcome of all together
   */
  private record Networks(List<Trained> trained, TrainingOutcome outcome) {
    /** The second trainings, each for as many updates as were best for its network. */
    List<TrainingRequest> refits() {
      return trained.stream().map(one -> one.training.refit(one.outcome.result())).toList();
    }
  }

  /**
   * Trains the networks of a part of a run.
   *
   * @param request says what data is prepared
   * @param networks the training of each; has one element unless it is an ensemble
   */
  private static Networks part(
      SparkSession spark,
      TrainingRequest request,
      List<TrainingRequest> networks,
      Optional<RunCheckpoints> checkpoints,
      TrainingListener listener) {
    return networks.size() > 1
        ? ensemble(spark, request, networks, checkpoints, listener)
        : alone(spark, networks.get(0), checkpoints, listener);
  }

  private static Networks alone(
      SparkSession spark,
      TrainingRequest request,
      Optional<RunCheckpoints> checkpoints,
      TrainingListener listener) {
    tellOfRefit(request.part(), request, listener);
    Optional<RunCheckpoints.Left> left = checkpoints.flatMap(RunCheckpoints::newest);
    try (TrainingData data =
        TrainingData.prepared(spark, request, left.map(RunCheckpoints.Left::run))) {
      Trained trained = trained(data, request, checkpoints, left, listener);
      return new Networks(List.of(trained), trained.outcome);
    }
  }

  private static void tellOfRefit(Part part, TrainingRequest network, TrainingListener listener) {
    if (part == Part.REFIT) {
      long updates = network.training().limits().maxRounds().orElseThrow();
      LOG.info("Refitting on training and validation rows, {} updates", updates);
      listener.refitBegins(updates);
    }
  }

  /** Networks one after the other, on data that is prepared once. */
  private static Networks ensemble(
      SparkSession spark,
      TrainingRequest request,
      List<TrainingRequest> networks,
      Optional<RunCheckpoints> checkpoints,
      TrainingListener listener) {
    Optional<FittedRun> fitted =
        checkpoints.flatMap(run -> run.ofMember(0).newest()).map(RunCheckpoints.Left::run);
    try (TrainingData data = TrainingData.prepared(spark, request, fitted)) {
      List<Trained> trained = new ArrayList<>();
      for (TrainingRequest network : networks) {
        int member = trained.size();
        listener.memberBegins(member, networks.size());
        tellOfRefit(request.part(), network, listener);
        TrainingRequest one = fitted.map(run -> network.withKernels(run.kernels())).orElse(network);
        Optional<RunCheckpoints> own = checkpoints.map(run -> run.ofMember(member));
        trained.add(trained(data, one, own, own.flatMap(RunCheckpoints::newest), listener));
        if (!PreparedTraining.isWhole(trained.get(member).outcome.result())) {
          break;
        }
      }
      return new Networks(trained, together(request.part(), trained, listener));
    }
  }

  private static TrainingOutcome together(
      Part part, List<Trained> trained, TrainingListener listener) {
    List<TrainingOutcome> outcomes = trained.stream().map(Trained::outcome).toList();
    Trained last = trained.get(trained.size() - 1);
    if (!PreparedTraining.isWhole(last.outcome.result())) {
      return last.outcome.endingAt(outcomes);
    }
    return part == Part.SEARCH
        ? outcomes.get(0).amongst(outcomes)
        : last.training.ensemble(outcomes, listener);
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
