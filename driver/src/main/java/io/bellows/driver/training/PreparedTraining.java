package io.bellows.driver.training;

import io.bellows.driver.checkpoint.FittedRun;
import io.bellows.driver.engine.EngineChoice;
import io.bellows.driver.engine.ShareData;
import io.bellows.driver.engine.TaskKernels;
import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.evaluation.SparkEvaluator;
import io.bellows.driver.input.FeatureColumn;
import io.bellows.driver.input.TableSchema;
import io.bellows.driver.model.TrainedModel;
import io.bellows.driver.preparation.InputLayout;
import io.bellows.driver.preparation.TargetEncoding;
import io.bellows.driver.progress.HeardListener;
import io.bellows.driver.progress.SilenceWatch;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.layer.EmbeddingLayer;
import io.bellows.kernels.layer.EmbeddingTable;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.linalg.PeakFlops;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.metric.MetricSum;
import io.bellows.kernels.metric.Metrics;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Weights;
import io.bellows.kernels.training.Checkpoints;
import io.bellows.kernels.training.EarlyStopping;
import io.bellows.kernels.training.Efficiency;
import io.bellows.kernels.training.EpochRecord;
import io.bellows.kernels.training.EvaluationSum;
import io.bellows.kernels.training.Evaluator;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingListener;
import io.bellows.kernels.training.TrainingLoop;
import io.bellows.kernels.training.TrainingResult;
import io.bellows.kernels.training.TrainingState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A training whose rows are packed, and whose network, kernels and engine are chosen. */
final class PreparedTraining {
  private static final Logger LOG = LoggerFactory.getLogger(PreparedTraining.class);

  private final TrainingData data;
  private final TrainingRequest request;
  private final TrainingConfig config;
  private final Network network;
  private final MetricSum metrics;
  private final Kernels kernels;
  private final BatchPlan plan;
  private final EngineChoice engine;

  /**
   * Chooses.
   *
   * @param data not closed
   * @throws InvalidConfigException when settings do not fit together, or do not fit the data
   */
  PreparedTraining(TrainingData data, TrainingRequest request) {
    ShareData rows = data.training();
    this.data = data;
    this.request = request;
    this.config = request.training();
    requireShares(rows.tasks().shares(), config.batching().shares());
    this.network = SparkTrainer.network(request.network(), data);
    this.metrics = Evaluation.metrics(data.preparation().target(), metricNames(request, data));
    requireKnownMetrics(request, metrics);
    requireKnownMonitor(config, data, metrics);
    logSummary(network, data);
    if (request.network().embedding().isPresent()) {
      logEmbedding(network.embedding(), data);
    }
    this.kernels = kernels(request.execution());
    TaskKernels.require(kernels, rows);
    this.plan = config.batching().plan(rows.rows());
    this.engine =
        EngineChoice.of(request.execution().engine(), network, config, plan, rows, kernels);
    LOG.info("Engine: {}", engine.reason());
  }

  private static Kernels kernels(ExecutionConfig execution) {
    Kernels.Choice choice = Kernels.choose(execution.kernels());
    LOG.info("Kernels: {}", choice.reason());
    return choice.kernels();
  }

  private static void requireShares(int packed, int requested) {
    if (packed != requested) {
      throw new InvalidConfigException(
          String.format(
              "Cannot train with %d shares on rows that are packed into %d; set training.shares = %d, or prepare the rows anew",
              requested, packed, packed));
    }
  }

  /** The usual ones, those asked for, and the one that early stopping looks at. */
  private static Set<String> metricNames(TrainingRequest request, TrainingData data) {
    Set<String> names = new TreeSet<>(Metrics.usual(data.preparation().target().task()));
    names.addAll(request.metrics());
    request
        .training()
        .earlyStopping()
        .map(EarlyStopping::monitor)
        .ifPresent(monitor -> names.add(EpochRecord.metricOf(monitor)));
    return names;
  }

  private static void requireKnownMetrics(TrainingRequest request, MetricSum metrics) {
    Set<String> known =
        metrics.values().keySet().stream().map(Metric::name).collect(Collectors.toSet());
    for (String name : request.metrics()) {
      if (!known.contains(name) && !name.equals(Metric.LOSS.name())) {
        throw new InvalidConfigException(
            String.format(
                "Cannot compute %s: the target of this run has no such figure; take it out of training.metrics",
                name));
      }
    }
  }

  /** The configuration knows all metrics; which of them a run computes depends on its target. */
  private static void requireKnownMonitor(
      TrainingConfig config, TrainingData data, MetricSum metrics) {
    if (config.earlyStopping().isEmpty()) {
      return;
    }
    Set<String> figures = new TreeSet<>(Set.of(EpochRecord.LOSS));
    for (Metric metric : new EvaluationSum(metrics).figures().keySet()) {
      if (data.validation().isPresent()) {
        figures.add(EpochRecord.VALIDATION + metric.name());
      }
      if (config.evaluations().ofTraining()) {
        figures.add(EpochRecord.TRAINING + metric.name());
      }
    }
    String monitor = config.earlyStopping().map(EarlyStopping::monitor).orElseThrow();
    if (!figures.contains(monitor)) {
      throw new InvalidConfigException(
          String.format(
              "Cannot monitor %s: this run has %s; set training.early-stopping.monitor to one of them",
              monitor, String.join(", ", figures)));
    }
  }

  Network network() {
    return network;
  }

  /** The state before the first round. */
  TrainingState initial() {
    return TrainingState.initial(network, config);
  }

  /** What was fitted and chosen so far. */
  FittedRun fitted() {
    return new FittedRun(
        data.preparation(),
        data.classWeights(),
        data.declaration(),
        data.fingerprint(),
        kernels.settingName());
  }

  /**
   * Trains and tests.
   *
   * @param state where to start. Modified.
   */
  TrainingOutcome run(TrainingState state, Checkpoints checkpoints, TrainingListener listener) {
    try (SilenceWatch watch = SilenceWatch.over(data.training().blocks().context())) {
      return outcome(state, checkpoints, new HeardListener(listener, watch));
    }
  }

  /**
   * The ensemble of networks that were trained on the same data as this one, tested.
   *
   * @param trained one outcome for each, the last that of this training
   */
  TrainingOutcome ensemble(List<TrainingOutcome> trained, TrainingListener listener) {
    TrainingOutcome first = trained.get(0);
    List<Weights> members = trained.stream().map(outcome -> outcome.model().weights()).toList();
    Optional<Evaluation> test =
        data.test().flatMap(rows -> unlessStopped(listener, () -> evaluation(rows, members)));
    boolean isStopped = data.test().isPresent() && test.isEmpty();
    return new TrainingOutcome(
        model(members),
        isStopped ? stopped(first.result()) : first.result(),
        first.data(),
        test,
        first.execution(),
        first.efficiency(),
        Optional.empty(),
        trained.stream().map(TrainingOutcome::result).toList());
  }

  private TrainingOutcome outcome(
      TrainingState state, Checkpoints checkpoints, TrainingListener listener) {
    TrainingResult trained = loop(checkpoints, listener).run(state);
    Optional<ShareData> tested =
        data.test()
            .filter(rows -> isTestedNow(trained))
            .filter(rows -> trained.isUsable() && trained.end() != TrainingResult.End.STOPPED);
    Optional<Evaluation> test =
        tested.flatMap(
            rows -> unlessStopped(listener, () -> evaluation(rows, List.of(trained.weights()))));
    TrainingResult result = tested.isPresent() && test.isEmpty() ? stopped(trained) : trained;
    return new TrainingOutcome(
        model(List.of(trained.weights())),
        result,
        summary(network, data),
        test,
        new ExecutionConfig(engine.name(), kernels.settingName()),
        efficiency(result),
        Optional.empty(),
        List.of(result));
  }

  /** Not where a second part follows, or the rest of an ensemble. */
  private boolean isTestedNow(TrainingResult trained) {
    return switch (request.part()) {
      case WHOLE, REFIT -> true;
      case SEARCH -> !isWhole(trained);
      case MEMBER -> false;
    };
  }

  /** Whether another training may follow: not after one that was stopped or has diverged. */
  static boolean isWhole(TrainingResult trained) {
    return trained.end() != TrainingResult.End.STOPPED
        && trained.end() != TrainingResult.End.DIVERGED;
  }

  /**
   * The second training of the network: as many updates as the best epoch of the first had behind
   * it.
   *
   * @throws InvalidConfigException when no epoch was looked at
   */
  TrainingRequest refit(TrainingResult searched) {
    if (searched.bestEpoch() < 0) {
      throw new InvalidConfigException(
          "Cannot refit: early stopping has looked at no epoch, so none is the best; lower"
              + " training.early-stopping.start-from-epoch, or set training.refit = false");
    }
    long updates = searched.history().get(searched.bestEpoch()).updates();
    return request
        .withKernels(kernels.settingName())
        .refit(
            config.forRefit(updates, config.limits().budget(plan)),
            data.preparation().target().task());
  }

  private TrainingLoop loop(Checkpoints checkpoints, TrainingListener listener) {
    Optional<Evaluator> validation = data.validation().map(this::evaluator);
    SparkContext spark = data.training().blocks().context();
    return new TrainingLoop(
        config,
        plan,
        (state, segment, stopRequested) ->
            StoppableJobs.spare(
                spark, () -> engine.engine().advance(state, segment, stopRequested)),
        validation,
        evaluator(data.training()),
        listener,
        new SparedCheckpoints(spark, checkpoints),
        System::nanoTime);
  }

  /** The first one is written by Spark jobs, too. */
  private record SparedCheckpoints(SparkContext spark, Checkpoints checkpoints)
      implements Checkpoints {
    @Override
    public boolean areDue(TrainingState moved) {
      return checkpoints.areDue(moved);
    }

    @Override
    public void keep(TrainingState state) {
      StoppableJobs.spare(spark, () -> checkpoints.keep(state));
    }
  }

  private Evaluator evaluator(ShareData rows) {
    return new SparkEvaluator(network, metrics, rows, kernels);
  }

  /** By all metrics there are for the target, and those asked for. */
  private Evaluation evaluation(ShareData rows, List<Weights> members) {
    TargetEncoding target = data.preparation().target();
    Set<String> names = new TreeSet<>(Evaluation.all(target));
    names.addAll(request.metrics());
    SparkEvaluator evaluator =
        new SparkEvaluator(network, Evaluation.metrics(target, names), rows, kernels);
    return Evaluation.of(evaluator.evaluate(members), rows.rows(), target);
  }

  private TrainedModel model(List<Weights> members) {
    return new TrainedModel(
        network,
        members,
        data.preparation(),
        data.declaration(),
        request.data().seed(),
        config.batching().shares());
  }

  /** An evaluation; empty once somebody has asked to stop, which may have made it fail. */
  private static Optional<Evaluation> unlessStopped(
      TrainingListener listener, Supplier<Evaluation> evaluation) {
    if (listener.stopRequested()) {
      return Optional.empty();
    }
    try {
      return Optional.of(evaluation.get());
    } catch (Exception e) {
      // Spark's exceptions are checked, undeclared.
      if (listener.stopRequested()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The same weights, whose test was not waited for. */
  private static TrainingResult stopped(TrainingResult trained) {
    return new TrainingResult(
        trained.weights(),
        trained.history(),
        trained.bestEpoch(),
        trained.bestRestored(),
        TrainingResult.End.STOPPED);
  }

  /**
   * The peak is that of this machine: only on a local master is it that of the tasks' machine. Who
   * asked to stop does not wait for its measurement.
   */
  private Optional<Efficiency> efficiency(TrainingResult result) {
    SparkContext spark = data.training().blocks().context();
    int cores = EngineChoice.cores(data.training());
    OptionalDouble peak =
        EngineChoice.isOneJvm(spark) && result.end() != TrainingResult.End.STOPPED
            ? PeakFlops.perCore(cores)
            : OptionalDouble.empty();
    Optional<Efficiency> efficiency = Efficiency.of(result.history(), network, cores, peak);
    efficiency.ifPresent(figures -> LOG.info("Speed: {}", figures.sentence()));
    return efficiency;
  }

  private static DataSummary summary(Network network, TrainingData data) {
    return new DataSummary(
        data.training().rows(),
        data.validation().map(ShareData::rows).orElse(0L),
        data.test().map(ShareData::rows).orElse(0L),
        data.dropped(),
        data.weightless(),
        network.inputs(),
        network.layout().size(),
        data.preparation().constant(),
        data.classWeights().byLabel(data.preparation().target()));
  }

  private static void logEmbedding(EmbeddingLayer embedding, TrainingData data) {
    InputLayout inputs = data.preparation().layout();
    TableSchema schema = data.declaration().schema();
    List<Integer> columns = schema.featuresOf(FeatureColumn.Kind.CATEGORY);
    for (EmbeddingTable table : embedding.tables()) {
      LOG.info(
          "Embedding {}: {} numbers for each of {} categories",
          schema.features().get(columns.get(inputs.columnOf(table.from()))).name(),
          table.dimension(),
          table.categories());
    }
    if (embedding.isNone()) {
      LOG.warn(
          "No column has as many categories as network.embedding.from-categories says: none is"
              + " embedded");
    }
  }

  private static void logSummary(Network network, TrainingData data) {
    DataSummary summary = summary(network, data);
    LOG.info(
        "{} training, {} validation, {} test rows; {} inputs, {} outputs, {} parameters",
        summary.trainingRows(),
        summary.validationRows(),
        summary.testRows(),
        network.inputs(),
        network.outputs(),
        summary.parameters());
    if (summary.droppedRows() > 0) {
      LOG.warn("{} bad rows were left out (data.bad-rows = drop)", summary.droppedRows());
    }
    if (!summary.constantColumns().isEmpty()) {
      LOG.warn(
          "Columns with the same number in all training rows become 0: {}",
          String.join(", ", summary.constantColumns()));
    }
  }
}
