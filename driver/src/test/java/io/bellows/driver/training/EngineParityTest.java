package io.bellows.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellows.driver.PlainPreparation;
import io.bellows.driver.RunBits;
import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.input.Role;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.averaging.Averaging;
import io.bellows.kernels.averaging.EpochAverage;
import io.bellows.kernels.averaging.ExponentialAverage;
import io.bellows.kernels.constraint.Clipping;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.metric.ClassificationSum;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.optimizer.Optimizers;
import io.bellows.kernels.optimizer.Penalties;
import io.bellows.kernels.optimizer.Sgd;
import io.bellows.kernels.schedule.CosineDecay;
import io.bellows.kernels.schedule.ExponentialDecay;
import io.bellows.kernels.schedule.ReduceOnPlateau;
import io.bellows.kernels.schedule.WarmUp;
import io.bellows.kernels.training.LocalTrainer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wherever a run is carried out, it gives the bits that {@link LocalTrainer} gives on rows placed
 * and prepared the plain way.
 */
class EngineParityTest {
  private static final long DATA_SEED = 17;

  @TempDir Path folder;

  /** Every implementation that this JVM can run. */
  static Stream<Kernels> kernels() {
    return Arrays.stream(Kernels.values()).filter(kernels -> kernels.refusal().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void train_anyMaster_equalsTheReferee(Kernels kernels) {
    TestTable table = TestTable.mixed(3_000, 1);
    String path = table.csv(folder.resolve("table.csv"));
    List<TestRun> runs =
        List.of(
            run(path, 8).batch(400).on("auto", kernels),
            regularised(run(path, 3)).batch(500).on("auto", kernels));
    List<RunBits> expected = runs.stream().map(run -> referee(run, kernels, table)).toList();

    for (String master : List.of("local[2]", "local[1]", "local[4]", "local-cluster[2,1,1024]")) {
      List<TrainingOutcome> outcomes =
          SparkSessions.on(master, spark -> runs.stream().map(run -> run.trainOn(spark)).toList());
      String engine = master.startsWith("local-cluster") ? "jobs" : "gang";
      assertThat(outcomes)
          .extracting(TrainingOutcome::execution)
          .containsOnly(new ExecutionConfig(engine, kernels.settingName()));
      assertThat(outcomes)
          .extracting(outcome -> RunBits.of(outcome.result()))
          .as(master)
          .isEqualTo(expected);
    }
  }

  static Stream<Arguments> sharesAndKernels() {
    return kernels()
        .flatMap(kernels -> Stream.of(1, 2, 3, 8, 13).map(shares -> Arguments.of(shares, kernels)));
  }

  @ParameterizedTest
  @MethodSource("sharesAndKernels")
  void train_anyNumberOfShares_equalsTheReferee(int shares, Kernels kernels) {
    TestTable table = TestTable.mixed(300, 2);
    TestRun run = run(table.csv(folder.resolve("table.csv")), shares);
    RunBits expected = referee(run, kernels, table);

    for (String engine : List.of("jobs", "gang")) {
      assertThat(RunBits.of(run.on(engine, kernels).train().result()))
          .as(engine)
          .isEqualTo(expected);
    }
  }

  /** Whatever is done to gradients and rates, by every optimizer there is. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void train_anyOptimizer_equalsTheReferee(String name) {
    Optimizers.Kind kind = Optimizers.REGISTRY.named(name);
    List<Double> settings =
        kind.settings().stream().map(setting -> setting.allowed().test(0.5) ? 0.5 : 1.0).toList();
    TestTable table = TestTable.mixed(300, 2);
    TestRun run =
        regularised(run(table.csv(folder.resolve("table.csv")), 3))
            .optimizer(kind.maker().apply(settings));
    RunBits expected = referee(run, Kernels.EJML, table);

    for (String engine : List.of("jobs", "gang")) {
      assertThat(RunBits.of(run.on(engine, Kernels.EJML).train().result()))
          .as(engine)
          .isEqualTo(expected);
    }
  }

  static Stream<String> optimizers() {
    return Optimizers.REGISTRY.names().stream();
  }

  static Stream<Averaging> averagings() {
    return Stream.of(new ExponentialAverage(0.9), new EpochAverage(1));
  }

  @ParameterizedTest
  @MethodSource("averagings")
  void train_averaged_equalsTheReferee(Averaging averaging) {
    TestTable table = TestTable.mixed(300, 2);
    TestRun run = run(table.csv(folder.resolve("table.csv")), 3).averaging(averaging);
    RunBits expected = referee(run, Kernels.EJML, table);

    for (String engine : List.of("jobs", "gang")) {
      assertThat(RunBits.of(run.on(engine, Kernels.EJML).train().result()))
          .as(engine)
          .isEqualTo(expected);
    }
  }

  private static TestRun regularised(TestRun run) {
    return run.clipping(new Clipping(Clipping.By.NORM, 0.2))
        .penalties(new Penalties(0.0001, 0.001, 0.01))
        .schedule(new WarmUp(new CosineDecay(0.05, 0, 2, 1), 3))
        .plateau(
            new ReduceOnPlateau("validation-loss", Metric.Direction.MINIMIZE, 0.5, 1, 0.5, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void train_anyHiddenLayers_equalsTheReferee(Kernels kernels) {
    TestTable table = TestTable.mixed(300, 2);
    String path = table.csv(folder.resolve("table.csv"));
    for (TestRun run :
        List.of(
            run(path, 3).hidden(32, 32).residual(),
            run(path, 3).layerNorm(),
            regularised(run(path, 3).hidden(32, 32).residual().layerNorm()))) {
      RunBits expected = referee(run, kernels, table);

      for (String engine : List.of("jobs", "gang")) {
        assertThat(RunBits.of(run.on(engine, kernels).train().result()))
            .as(engine)
            .isEqualTo(expected);
      }
    }
  }

  /** A gang whose tasks could not start together would never meet. */
  @Test
  void train_moreTasksThanSlots_equalsTheRefereeByJobs() {
    TestTable table = TestTable.mixed(300, 2);
    TestRun run = run(table.csv(folder.resolve("table.csv")), 8).on("auto", Kernels.EJML);
    TrainingOutcome outcome =
        SparkSessions.on("local[2]", Map.of("spark.default.parallelism", "5"), run::trainOn);

    assertThat(outcome.execution().engine()).isEqualTo("jobs");
    assertThat(RunBits.of(outcome.result())).isEqualTo(referee(run, Kernels.EJML, table));
  }

  /** More rows of a share in a round than a chain has. */
  @Test
  void train_allRowsABatch_equalsTheRefereeByJobs() {
    TestTable table = TestTable.mixed(3_000, 3);
    TestRun run = run(table.csv(folder.resolve("table.csv")), 2).batch(10_000);
    TrainingOutcome outcome = run.on("auto", Kernels.EJML).train();

    assertThat(outcome.execution().engine()).isEqualTo("jobs");
    assertThat(RunBits.of(outcome.result())).isEqualTo(referee(run, Kernels.EJML, table));
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> run.on("gang", Kernels.EJML).train())
        .withMessage(
            "Cannot use training.engine = gang: a batch of 2,700 rows is more than 1,024 for each of the 2 shares; set training.engine = auto");
  }

  /** The shares are summands: another number of them gives other bits. */
  @Test
  void train_otherNumberOfShares_hasOtherBits() {
    TestTable table = TestTable.mixed(300, 2);
    String path = table.csv(folder.resolve("table.csv"));

    assertThat(referee(run(path, 2), Kernels.EJML, table))
        .isNotEqualTo(referee(run(path, 3), Kernels.EJML, table));
  }

  private static TestRun run(String path, int shares) {
    return TestRun.csv(path)
        .weight("weight")
        .dataSeed(DATA_SEED)
        .validation(0.1)
        .hidden(16, 8)
        .dropout(0.2, 0.5, 0.5)
        .shares(shares)
        .batch(50)
        .maxEpochs(3)
        .optimizer(new Sgd(0.9, 0.5, 10))
        .schedule(new ExponentialDecay(0.05, 0.1))
        .maxNorm(1)
        .monitor("validation-loss", 2)
        .evaluateTraining();
  }

  private static RunBits referee(TestRun run, Kernels kernels, TestTable table) {
    PlainPreparation plain =
        new PlainPreparation(
            table, List.of("size", "age", "flat"), "label", "weight", DATA_SEED, 0.1, 0);
    int shares = run.training().batching().shares();
    Network network =
        Network.of(
            plain.inputs(),
            run.network().hidden(),
            plain.labels().size(),
            run.network().dropout(),
            new SoftmaxCrossEntropy());
    return RunBits.of(
        new LocalTrainer(
                network,
                run.training(),
                plain.shares(Role.TRAINING, shares),
                plain.shares(Role.VALIDATION, shares),
                new ClassificationSum(plain.labels().size()),
                kernels)
            .train(state -> {}));
  }
}
