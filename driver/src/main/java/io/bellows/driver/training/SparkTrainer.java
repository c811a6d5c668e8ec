package io.bellows.driver.training;

import io.bellows.driver.engine.EngineChoice;
import io.bellows.driver.engine.ShareData;
import io.bellows.driver.engine.TaskKernels;
import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.evaluation.SparkEvaluator;
import io.bellows.driver.model.TrainedModel;
import io.bellows.driver.preparation.ClassLabels;
import io.bellows.driver.preparation.TargetEncoding;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.linalg.PeakFlops;
import io.bellows.kernels.loss.Loss;
import io.bellows.kernels.loss.MeanSquaredError;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.metric.MetricSum;
import io.bellows.kernels.network.Network;
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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole run on Spark, from sources to a tested model. */
public final class SparkTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(SparkTrainer.class);

  private SparkTrainer() {}

  /**
   * Trains.
   *
   * @throws io.bellows.driver.input.InputException when the data cannot be used
   * @throws InvalidConfigException when settings do not fit together, or do not fit the data
   */
  public static TrainingOutcome train(
      SparkSession spark, TrainingRequest request, TrainingListener listener) {
    try (TrainingData data = TrainingData.prepared(spark, request)) {
      return train(data, request, listener);
    }
  }

  /**
   * Trains on data that was prepared before, for a request that differs at most in network and
   * training, and there not in the number of shares, into which the data is packed.
   *
   * @param data not closed
   * @throws InvalidConfigException when settings do not fit together, or do not fit the data
   */
  public static TrainingOutcome train(
      TrainingData data, TrainingRequest request, TrainingListener listener) {
    requireShares(data.training().tasks().shares(), request.training().shares());
    Network network = network(request.network(), data);
    MetricSum metrics = Evaluation.metrics(data.preparation().target());
    requireKnownMonitor(request.training(), data, metrics);
    logSummary(network, data);
    Kernels kernels = kernels(request.execution());
    TaskKernels.require(kernels, data.training());
    TrainingConfig config = request.training();
    ShareData training = data.training();
    BatchPlan plan =
        BatchPlan.of(training.rows(), config.batchSize(), config.shares(), config.lastBatch());
    EngineChoice engine =
        EngineChoice.of(request.execution().engine(), network, config, plan, training, kernels);
    LOG.info("Engine: {}", engine.reason());
    TrainingResult trained =
        loop(config, plan, engine, network, metrics, data, kernels, listener)
            .run(TrainingState.initial(network, config));
    TrainedModel model =
        new TrainedModel(
            network,
            trained.weights(),
            data.preparation(),
            data.declaration(),
            request.data().seed(),
            request.training().shares());
    Optional<ShareData> tested =
        data.test()
            .filter(rows -> trained.isUsable() && trained.end() != TrainingResult.End.STOPPED);
    Optional<Evaluation> test =
        tested.flatMap(
            rows ->
                unlessStopped(
                    listener, () -> evaluation(network, metrics, rows, trained, data, kernels)));
    TrainingResult result = tested.isPresent() && test.isEmpty() ? stopped(trained) : trained;
    return new TrainingOutcome(
        model,
        result,
        summary(network, data),
        test,
        new ExecutionConfig(engine.name(), kernels.settingName()),
        efficiency(network, result, training));
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
  private static Optional<Efficiency> efficiency(
      Network network, TrainingResult result, ShareData training) {
    SparkContext spark = training.blocks().context();
    int cores = EngineChoice.cores(training);
    OptionalDouble peak =
        EngineChoice.isOneJvm(spark) && result.end() != TrainingResult.End.STOPPED
            ? PeakFlops.perCore(cores)
            : OptionalDouble.empty();
    Optional<Efficiency> efficiency = Efficiency.of(result.history(), network, cores, peak);
    efficiency.ifPresent(figures -> LOG.info("Speed: {}", figures.sentence()));
    return efficiency;
  }

  private static void requireShares(int packed, int requested) {
    if (packed != requested) {
      throw new InvalidConfigException(
          String.format(
              "Cannot train with %d shares on rows that are packed into %d; set training.shares = %d, or prepare the rows anew",
              requested, packed, packed));
    }
  }

  private static Kernels kernels(ExecutionConfig execution) {
    Kernels.Choice choice = Kernels.choose(execution.kernels());
    LOG.info("Kernels: {}", choice.reason());
    return choice.kernels();
  }

  private static TrainingLoop loop(
      TrainingConfig config,
      BatchPlan plan,
      EngineChoice engine,
      Network network,
      MetricSum metrics,
      TrainingData data,
      Kernels kernels,
      TrainingListener listener) {
    Optional<Evaluator> validation =
        data.validation().map(rows -> new SparkEvaluator(network, metrics, rows, kernels));
    return new TrainingLoop(
        config,
        plan,
        (state, segment, stopRequested) ->
            StoppableJobs.spare(
                data.training().blocks().context(),
                () -> engine.engine().advance(state, segment, stopRequested)),
        validation,
        new SparkEvaluator(network, metrics, data.training(), kernels),
        listener,
        System::nanoTime);
  }

  /** The network for data that was prepared. */
  public static Network network(NetworkConfig config, TrainingData data) {
    TargetEncoding target = data.preparation().target();
    Loss loss = target instanceof ClassLabels ? new SoftmaxCrossEntropy() : new MeanSquaredError();
    return Network.of(
        data.preparation().inputs(),
        config.hidden(),
        config.activation(),
        target.outputs(),
        config.dropout(),
        loss);
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
      if (config.evaluateTraining()) {
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

  private static Evaluation evaluation(
      Network network,
      MetricSum metrics,
      ShareData rows,
      TrainingResult result,
      TrainingData data,
      Kernels kernels) {
    return Evaluation.of(
        new SparkEvaluator(network, metrics, rows, kernels).evaluate(result.weights()),
        rows.rows(),
        data.preparation().target());
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
        data.preparation().constant());
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
