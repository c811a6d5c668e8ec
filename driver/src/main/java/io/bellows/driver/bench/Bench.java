package io.bellows.driver.bench;

import io.bellows.driver.engine.EngineChoice;
import io.bellows.driver.engine.ShareData;
import io.bellows.driver.training.SparkTrainer;
import io.bellows.driver.training.TrainingData;
import io.bellows.driver.training.TrainingRequest;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.BatchSize;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.loss.MeanSquaredError;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.training.Checkpoints;
import io.bellows.kernels.training.Efficiency;
import io.bellows.kernels.training.EpochRecord;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingListener;
import io.bellows.kernels.training.TrainingLoop;
import io.bellows.kernels.training.TrainingResult;
import io.bellows.kernels.training.TrainingState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures rounds by each engine, with the loop and the engines that train, then the kernels of
 * each executor:
 *
 * <pre>
 *   for each engine: rounds of the network
 *   for each engine: rounds of a network without arithmetic
 *   for each executor: kernels, peak
 *   advice
 * </pre>
 */
public final class Bench {
  private static final Logger LOG = LoggerFactory.getLogger(Bench.class);
  private static final List<String> ENGINES = List.of(EngineChoice.GANG, EngineChoice.JOBS);

  /** The compiler needs some seconds of rounds: the warm-up takes so many times as long. */
  private static final int WARM_UP = 2;

  private final JavaSparkContext spark;
  private final TrainingConfig training;
  private final Kernels kernels;
  private final Duration time;
  private final BooleanSupplier stopRequested;

  /** Sizes of a network whose rows are drawn. */
  public record Sizes(int inputs, int outputs) {}

  private record Measured(String remark, Optional<Efficiency> rounds) {}

  /** Is told nothing. */
  private record Stopper(BooleanSupplier requested) implements TrainingListener {
    @Override
    public void epochEnded(TrainingState state) {}

    @Override
    public boolean stopRequested() {
      return requested.getAsBoolean();
    }
  }

  private Bench(
      JavaSparkContext spark,
      TrainingConfig training,
      Kernels kernels,
      Duration time,
      BooleanSupplier stopRequested) {
    this.spark = spark;
    this.training = training;
    this.kernels = kernels;
    this.time = time;
    this.stopRequested = stopRequested;
  }

  /**
   * Measures what a request would cost.
   *
   * @param drawn when present, rows are drawn; else they are those of the request
   * @param time how long each engine's rounds are measured, after a longer warm-up
   * @param stopRequested asked after every round
   * @throws CancellationException when it was asked to stop
   * @throws InvalidConfigException when settings do not fit together
   */
  public static BenchReport run(
      SparkSession session,
      TrainingRequest request,
      Optional<Sizes> drawn,
      Duration time,
      BooleanSupplier stopRequested) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Kernels.Choice kernels = Kernels.choose(request.execution().kernels());
    ExecutorProbe.awaitExecutors(spark);
    Bench bench = new Bench(spark, request.training(), kernels.kernels(), time, stopRequested);
    if (drawn.isPresent()) {
      Network network = network(request, drawn.get());
      long batch = request.training().batching().size().rows();
      try (ShareData rows =
          DrawnRows.of(spark, network, request.training().batching().shares(), batch)) {
        return bench.report(network, rows, request.execution().kernels());
      }
    }
    try (TrainingData data = TrainingData.prepared(session, request)) {
      Network network = SparkTrainer.network(request.network(), data);
      return bench.report(network, data.training(), request.execution().kernels());
    }
  }

  private static Network network(TrainingRequest request, Sizes sizes) {
    return Network.of(
        sizes.inputs(),
        request.network().hidden(),
        sizes.outputs(),
        request.network().dropout(),
        sizes.outputs() == 1 ? new MeanSquaredError() : new SoftmaxCrossEntropy());
  }

  private BenchReport report(Network network, ShareData rows, String setting) {
    BatchPlan plan = plan(rows, training.batching().size());
    LOG.info("Measuring rounds of the network, by engine");
    List<Measured> full =
        ENGINES.stream().map(name -> rounds(name, network, rows, plan, time)).toList();
    LOG.info("Measuring rounds without arithmetic, by engine");
    List<Measured> empty = empty();
    LOG.info("Measuring the kernels of each executor");
    List<ExecutorSpeed> speeds = ExecutorProbe.measure(spark, network, plan.batchRows(), setting);
    OptionalDouble peak =
        speeds.stream().mapToDouble(ExecutorSpeed::peak).filter(Double::isFinite).average();
    List<EngineSpeed> engines = new ArrayList<>();
    for (int i = 0; i < ENGINES.size(); i++) {
      engines.add(
          new EngineSpeed(
              ENGINES.get(i),
              full.get(i).remark(),
              empty.get(i).rounds(),
              full.get(i).rounds().map(rounds -> rounds.withPeak(peak))));
    }
    return new BenchReport(
        network,
        plan.batchRows(),
        plan.shares(),
        plan.rows(),
        ExecutorProbe.executors(spark),
        speeds,
        engines,
        Advice.of(engines, EngineChoice.slots(spark.sc()), plan.batchRows()));
  }

  private BatchPlan plan(ShareData rows, BatchSize batch) {
    return BatchPlan.of(
        rows.rows(), batch, training.batching().shares(), training.batching().last());
  }

  /** One row a share a round, two weights and a bias for each of them: nothing to compute. */
  private List<Measured> empty() {
    Network network =
        Network.of(1, List.of(1), new Relu(), 2, Dropout.none(1), new SoftmaxCrossEntropy());
    int batch = training.batching().shares();
    try (ShareData rows = DrawnRows.of(spark, network, training.batching().shares(), batch)) {
      BatchPlan plan = plan(rows, new BatchSize(batch));
      return ENGINES.stream()
          .map(name -> rounds(name, network, rows, plan, time.dividedBy(2)))
          .toList();
    }
  }

  private Measured rounds(
      String name, Network network, ShareData rows, BatchPlan plan, Duration measured) {
    BatchSize batch = new BatchSize(plan.batchRows());
    TrainingConfig warmUp = training.forMeasuring(batch, measured.multipliedBy(WARM_UP));
    TrainingConfig config = training.forMeasuring(batch, measured);
    EngineChoice engine;
    try {
      engine = EngineChoice.of(name, network, config, plan, rows, kernels);
    } catch (InvalidConfigException e) {
      return new Measured(String.valueOf(e.getMessage()), Optional.empty());
    }
    TrainingState state = TrainingState.initial(network, config);
    long warm = train(state, engine, warmUp, plan).updates();
    int warmEpochs = state.history().size();
    TrainingConfig measuredAfterThem =
        training.forMeasuring(batch, measured.plus(nanos(state.trainedSeconds())));
    EpochRecord last = train(state, engine, measuredAfterThem, plan);
    return new Measured(
        name.equals(EngineChoice.GANG) ? engine.reason() : "jobs, a Spark job a round",
        Optional.of(
            Efficiency.over(
                state.history().subList(warmEpochs, state.history().size()),
                last.updates() - warm,
                network,
                EngineChoice.cores(rows),
                OptionalDouble.empty())));
  }

  private static Duration nanos(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  /** Trains until the time is over; whole epochs but the last. */
  private EpochRecord train(
      TrainingState state, EngineChoice engine, TrainingConfig config, BatchPlan plan) {
    TrainingResult result =
        new TrainingLoop(
                config,
                plan,
                engine.engine(),
                Optional.empty(),
                weights -> {
                  throw new IllegalStateException("a measurement evaluates nothing");
                },
                new Stopper(stopRequested),
                Checkpoints.NONE,
                System::nanoTime)
            .run(state);
    if (result.end() == TrainingResult.End.STOPPED) {
      throw new CancellationException("the measurement was asked to stop");
    }
    if (result.end() == TrainingResult.End.DIVERGED) {
      throw new InvalidConfigException(
          "Cannot measure rounds of a training that diverges; lower training.optimizer.learning-rate");
    }
    return result.history().get(result.history().size() - 1);
  }
}
