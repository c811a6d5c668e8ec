package io.bellows.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.RunBits;
import io.bellows.driver.SparkSessions;
import io.bellows.driver.SparseTable;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.engine.ShareData;
import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.idx.IdxWriter;
import io.bellows.driver.preparation.TargetEncoding;
import io.bellows.driver.training.LossConfig.Name;
import io.bellows.kernels.activation.Activations;
import io.bellows.kernels.averaging.EpochAverage;
import io.bellows.kernels.averaging.ExponentialAverage;
import io.bellows.kernels.constraint.Clipping;
import io.bellows.kernels.data.DenseCopies;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.Share;
import io.bellows.kernels.initializer.Initializers;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.metric.Metrics;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.optimizer.Optimizers;
import io.bellows.kernels.optimizer.Penalties;
import io.bellows.kernels.schedule.ConstantRate;
import io.bellows.kernels.schedule.LearningRateSchedule;
import io.bellows.kernels.schedule.ReduceOnPlateau;
import io.bellows.kernels.schedule.Schedules;
import io.bellows.kernels.schedule.WarmUp;
import io.bellows.kernels.training.LocalTrainer;
import io.bellows.kernels.training.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every activation, initializer, loss, optimizer, schedule, constraint, kind of target and kind of
 * input has the bits of the referee on Spark, with one task slot and with four.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryKindTest {
  private static final List<String> MASTERS = List.of("local[1]", "local[4]");

  /** By master, then by case. */
  private final Map<String, Map<String, RunBits>> trained = new TreeMap<>();

  private final Map<String, RunBits> expected = new TreeMap<>();

  @TempDir private static Path folder;

  /** Tables whose rows are held in another form than as floats. */
  private List<Table> compact = List.of();

  /**
   * Runs on one table.
   *
   * @param run a new one, each time
   * @param plain the same, on the same rows as columns of numbers where there are such
   * @param cases what is changed in it, by name
   */
  private record Table(
      Supplier<TestRun> run, Supplier<TestRun> plain, Map<String, UnaryOperator<TestRun>> cases) {
    Table(Supplier<TestRun> run, Map<String, UnaryOperator<TestRun>> cases) {
      this(run, run, cases);
    }
  }

  @BeforeAll
  void trainAll() throws IOException {
    compact = List.of(sparseVectors(), hashedCategories(), byteImages());
    List<Table> tables = new ArrayList<>(compact);
    tables.addAll(List.of(classes(), twoClasses(), labels(), number(), numbers(), arrays()));
    tables.forEach(this::referee);
    for (String master : MASTERS) {
      Map<String, RunBits> bits = new TreeMap<>();
      trained.put(master, bits);
      SparkSessions.on(
          master,
          spark -> {
            tables.forEach(table -> train(spark, table, bits));
            return bits;
          });
    }
  }

  /** Trains each case on rows that are prepared once. */
  private static void train(SparkSession spark, Table table, Map<String, RunBits> bits) {
    try (TrainingData data = TrainingData.prepared(spark, table.run.get().request())) {
      table.cases.forEach(
          (name, change) -> {
            TrainingRequest request = change.apply(table.run.get()).request();
            bits.put(name, RunBits.of(SparkTrainer.train(data, request, state -> {}).result()));
          });
    }
  }

  /** The referee has the packed rows of the plain table, as floats. */
  private void referee(Table table) {
    try (TrainingData data =
        TrainingData.prepared(SparkSessions.local(), table.plain.get().request())) {
      table.cases.forEach(
          (name, change) -> {
            TrainingRequest request = change.apply(table.plain.get()).request();
            expected.put(name, RunBits.of(referee(data, request)));
          });
    }
  }

  private static TrainingResult referee(TrainingData data, TrainingRequest request) {
    TargetEncoding target = data.preparation().target();
    Set<String> metrics = new TreeSet<>(request.metrics());
    metrics.addAll(Metrics.usual(target.task()));
    return new LocalTrainer(
            SparkTrainer.network(request.network(), data),
            request.training(),
            shares(data, data.training()),
            shares(data, data.validation().orElseThrow()),
            Evaluation.metrics(target, metrics),
            Kernels.choose(request.execution().kernels()).kernels())
        .train(state -> {});
  }

  private static List<Share> shares(TrainingData data, ShareData rows) {
    return DenseCopies.shares(
        rows.blocks().collect(),
        rows.tasks().shares(),
        data.preparation().inputs(),
        data.preparation().target().targets());
  }

  Stream<String> cases() {
    return expected.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void train_anyKind_hasTheBitsOfTheReferee(String name) {
    for (String master : MASTERS) {
      assertThat(trained.get(master).get(name)).as(master).isEqualTo(expected.get(name));
    }
  }

  /** What a case changes must tell, or it proves nothing; the engine alone must not. */
  @Test
  void train_allKinds_differFromOneAnother() {
    Map<Integer, Set<String>> byWeights =
        expected.keySet().stream()
            .collect(
                Collectors.groupingBy(
                    name -> expected.get(name).weightsHash(),
                    Collectors.mapping(
                        name -> name.replaceFirst(" by (jobs|gang)$", ""),
                        Collectors.toCollection(TreeSet::new))));

    assertThat(byWeights.values().stream().filter(names -> names.size() > 1))
        .containsExactlyInAnyOrder(
            Set.of("activation relu", "initializer he-normal", "schedule constant"),
            // They differ by their usual decay, which is a penalty.
            Set.of("optimizer adam", "optimizer adamw"));
  }

  /** Else the referee's floats would be compared with floats. */
  @Test
  void prepared_kindsOfFewBytes_areNotHeldAsFloats() {
    for (Table table : compact) {
      try (TrainingData data =
          TrainingData.prepared(SparkSessions.local(), table.run.get().request())) {
        for (PackedBlock block : data.training().blocks().collect()) {
          assertThat(block.bytes())
              .as("%s", table.cases.keySet())
              .isLessThan(2L * block.rows() * data.preparation().inputs());
        }
      }
    }
  }

  private static TestRun run(TestTable table, String name) {
    return run(TestRun.csv(table.csv(folder.resolve(name + ".csv"))));
  }

  private static TestRun run(TestRun source) {
    return source
        .validation(0.2)
        .hidden(6, 6)
        .dropout(0.1, 0.3, 0.3)
        .shares(3)
        .batch(20)
        .maxEpochs(2)
        .rate(0.02)
        .on("auto", Kernels.EJML)
        .monitor("validation-loss", 2);
  }

  private Table classes() {
    TestTable table = TestTable.mixed(150, 5);
    Map<String, UnaryOperator<TestRun>> cases = new TreeMap<>();
    Activations.REGISTRY
        .names()
        .forEach(
            name ->
                cases.put(
                    "activation " + name, run -> run.activation(Activations.REGISTRY.named(name))));
    Initializers.REGISTRY
        .names()
        .forEach(
            name ->
                cases.put(
                    "initializer " + name,
                    run -> run.initializer(Initializers.REGISTRY.named(name))));
    Optimizers.REGISTRY
        .names()
        .forEach(name -> cases.put("optimizer " + name, run -> run.optimizer(optimizer(name))));
    Schedules.REGISTRY
        .names()
        .forEach(name -> cases.put("schedule " + name, run -> run.schedule(schedule(name))));
    cases.put("warm-up", run -> run.schedule(new WarmUp(new ConstantRate(0.02), 5)));
    cases.put("plateau", run -> run.plateau(PLATEAU).maxEpochs(3));
    cases.put("max-norm", run -> run.maxNorm(0.5));
    cases.put("clipping by value", run -> run.clipping(new Clipping(Clipping.By.VALUE, 0.01)));
    cases.put("clipping by norm", run -> run.clipping(new Clipping(Clipping.By.NORM, 0.1)));
    cases.put("l1", run -> run.penalties(new Penalties(0.01, 0, 0)));
    cases.put("l2", run -> run.penalties(new Penalties(0, 0.05, 0)));
    cases.put("decay", run -> run.penalties(new Penalties(0, 0, 0.1)));
    cases.put("residual", TestRun::residual);
    cases.put("layer-norm", TestRun::layerNorm);
    cases.put("residual and layer-norm", run -> run.residual().layerNorm());
    cases.put("embedding", run -> run.embedding(2));
    cases.put("average ema", run -> run.averaging(new ExponentialAverage(0.9)));
    cases.put("average swa", run -> run.averaging(new EpochAverage(0)));
    cases.put("label smoothing", run -> run.loss(new LossConfig(Name.AUTO, 1, 0.2)));
    return new Table(
        () ->
            run(table, "classes")
                .weight("weight")
                .metrics("macro-f1", "micro-f1", "auc-roc", "auc-pr", "ece", "top-2", "f1-low"),
        cases);
  }

  /** Its metric turns down at once. */
  private static final ReduceOnPlateau PLATEAU =
      new ReduceOnPlateau("validation-loss", Metric.Direction.MAXIMIZE, 0.5, 1, 0, 0, 0);

  private static Optimizer optimizer(String name) {
    Optimizers.Kind kind = Optimizers.REGISTRY.named(name);
    return kind.maker()
        .apply(
            kind.settings().stream()
                .map(setting -> setting.allowed().test(0.5) ? 0.5 : 1.0)
                .toList());
  }

  private static LearningRateSchedule schedule(String name) {
    Schedules.Kind kind = Schedules.REGISTRY.named(name);
    return kind.maker()
        .of(
            0.02,
            kind.settings().stream()
                .map(setting -> setting.allowed().test(0.5) ? 0.5 : 2.0)
                .toList());
  }

  private Table twoClasses() {
    TestTable table = TestTable.mixed(150, 6).where(row -> !row.get(5).equals("high"));
    return new Table(
        () -> run(table, "two-classes").metrics("f1", "auc-roc", "ece"),
        Map.of(
            "softmax of two classes",
            run -> run,
            "binary cross-entropy",
            run -> run.loss(new LossConfig(Name.BINARY_CROSS_ENTROPY, 1, 0))));
  }

  private Table labels() {
    TestTable table = TestTable.labels(150, 7);
    return new Table(
        () ->
            run(table, "labels")
                .target("warm", "large", "odd")
                .metrics("exact-match", "macro-f1", "auc-roc", "f1-odd"),
        Map.of("several labels", run -> run));
  }

  private Table number() {
    TestTable table = TestTable.real(150, 8);
    return new Table(
        () -> run(table, "number").target("price").metrics("mape"),
        Map.of(
            "mean squared error",
            run -> run,
            "huber",
            run -> run.loss(new LossConfig(Name.HUBER, 0.1, 0))));
  }

  private Table numbers() {
    TestTable table = TestTable.real(150, 9);
    return new Table(
        () -> run(table, "numbers").target("price", "b").metrics("mape", "rmse-b"),
        Map.of("several numbers", run -> run));
  }

  /**
   * Each engine, with all kernels that this JVM can run: they have sparse products of their own.
   */
  private static Map<String, UnaryOperator<TestRun>> engines(String kind) {
    Map<String, UnaryOperator<TestRun>> cases = new TreeMap<>();
    Stream.of(Kernels.values())
        .filter(kernels -> kernels.refusal().isEmpty())
        .forEach(
            kernels -> {
              for (String engine : List.of("jobs", "gang")) {
                cases.put(
                    kind + ", " + kernels.settingName() + " by " + engine,
                    run -> run.on(engine, kernels));
              }
            });
    return cases;
  }

  /** Two arrays with missing numbers, a category between them and a number behind. */
  private static Table arrays() {
    String a = "IF(id % 10 = 0, NULL, double(id % 17))";
    String b = "IF(id % 4 = 1, NULL, double(id * 5 % 23))";
    String color = "CASE id % 3 WHEN 0 THEN 'red' WHEN 1 THEN 'green' END AS color";
    String label = "id * 5 % 23 > 11 AS label";
    String arrays =
        written(
            "arrays",
            "array(" + a + "," + b + ") AS v",
            color,
            "array(id % 11, id % 13) AS w",
            "id / 7 AS c",
            label);
    String columns =
        written(
            "columns",
            a + " AS v0",
            b + " AS v1",
            color,
            "id % 11 AS w0",
            "id % 13 AS w1",
            "id / 7 AS c",
            label);
    return new Table(
        () -> run(TestRun.parquet(arrays)), () -> run(TestRun.parquet(columns)), engines("arrays"));
  }

  /** Writes a table of expressions over the row's number id. */
  private static String written(String name, String... columns) {
    String path = folder.resolve(name + ".parquet").toString();
    SparkSessions.local().range(0, 150, 1, 2).selectExpr(columns).write().parquet(path);
    return path;
  }

  private static Table sparseVectors() {
    DataSource source = SparseTable.libsvm(folder.resolve("sparse.libsvm"), 150, 2_000, 8, 1);
    return new Table(() -> run(TestRun.of(source)), engines("sparse vectors"));
  }

  /** Of 64 numbers for a key one is other than 0. */
  private static Table hashedCategories() {
    Random random = new Random(10);
    List<List<String>> rows = new ArrayList<>();
    for (int row = 0; row < 150; row++) {
      int key = random.nextInt(60);
      rows.add(List.of("key-" + key, "color-" + row % 3, key + row % 3 > 30 ? "1" : "0"));
    }
    TestTable table = new TestTable(List.of("key", "color", "label"), rows);
    Map<String, UnaryOperator<TestRun>> cases = engines("hashed categories");
    engines("embedded buckets")
        .forEach((name, kernels) -> cases.put(name, run -> kernels.apply(run.embedding(10))));
    return new Table(() -> run(table, "hashed").maxCategories(10).hashedTo(64), cases);
  }

  private static Table byteImages() throws IOException {
    Random random = new Random(11);
    byte[][] images = new byte[150][64];
    for (byte[] image : images) {
      random.nextBytes(image);
    }
    Path file = folder.resolve("images");
    Path labels = folder.resolve("labels");
    IdxWriter.writeImages(file, images.length, 8, 8, row -> images[row]);
    IdxWriter.writeLabels(labels, images.length, row -> images[row][0] < 0 ? 1 : 0);
    DataSource source = new DataSource("idx", file.toString(), Map.of("labels", labels.toString()));
    return new Table(() -> run(TestRun.of(source)), engines("byte images"));
  }
}
