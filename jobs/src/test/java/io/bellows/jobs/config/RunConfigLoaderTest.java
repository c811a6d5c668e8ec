package io.bellows.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigObject;
import io.bellows.driver.input.BadRows;
import io.bellows.driver.input.ColumnsConfig;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Derivation;
import io.bellows.driver.input.Split;
import io.bellows.driver.preparation.ClassWeightsConfig;
import io.bellows.driver.preparation.PreparationConfig;
import io.bellows.driver.training.ExecutionConfig;
import io.bellows.driver.training.LossConfig;
import io.bellows.driver.training.NetworkConfig;
import io.bellows.driver.training.Part;
import io.bellows.driver.training.TrainingRequest;
import io.bellows.kernels.Task;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.averaging.EpochAverage;
import io.bellows.kernels.averaging.ExponentialAverage;
import io.bellows.kernels.constraint.Clipping;
import io.bellows.kernels.constraint.MaxNorm;
import io.bellows.kernels.data.BatchSize;
import io.bellows.kernels.data.LastBatch;
import io.bellows.kernels.initializer.VarianceScaling;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.network.HiddenLayers;
import io.bellows.kernels.optimizer.Adadelta;
import io.bellows.kernels.optimizer.Adam;
import io.bellows.kernels.optimizer.Lamb;
import io.bellows.kernels.optimizer.Nesterov;
import io.bellows.kernels.optimizer.Penalties;
import io.bellows.kernels.optimizer.Sgd;
import io.bellows.kernels.schedule.ConstantRate;
import io.bellows.kernels.schedule.ExponentialDecay;
import io.bellows.kernels.schedule.ReduceOnPlateau;
import io.bellows.kernels.schedule.WarmUp;
import io.bellows.kernels.training.Batching;
import io.bellows.kernels.training.EarlyStopping;
import io.bellows.kernels.training.Evaluations;
import io.bellows.kernels.training.Limits;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.UpdateRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunConfigLoaderTest {
  private static final String LEAST =
      "data.train = rows.csv, columns.target = y, output = runs/test\n";

  private static RunConfig parse(String... lines) {
    return RunConfigLoader.parse(LEAST + String.join("\n", lines));
  }

  private static List<String> problemsOf(String... lines) {
    return catchThrowableOfType(ConfigException.class, () -> parse(lines)).problems();
  }

  /** A default that changes, changes here too: users build on them. */
  @Test
  void defaults_areThese() {
    RunConfig run = parse();

    assertThat(run.output()).isEqualTo("runs/test");
    assertThat(run.warnings()).isEmpty();
    assertThat(run.request())
        .isEqualTo(
            new TrainingRequest(
                new DataConfig(
                    new DataSource("csv", "rows.csv", Map.of()),
                    new Split.Fraction(0.1),
                    new Split.None(),
                    0,
                    List.of(),
                    Optional.empty(),
                    BadRows.FAIL),
                new ColumnsConfig(
                    List.of("y"),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of("")),
                new PreparationConfig(
                    new PreparationConfig.Numeric(
                        PreparationConfig.Impute.MEAN, 0, PreparationConfig.Scale.AUTO, 1),
                    new PreparationConfig.Categorical(
                        PreparationConfig.Unseen.IGNORE, 1000, OptionalInt.empty()),
                    new PreparationConfig.Target(Optional.empty(), true),
                    new ClassWeightsConfig.None()),
                new NetworkConfig(
                    Optional.empty(),
                    new HiddenLayers(List.of(128), new Relu(), false, false),
                    LossConfig.AUTO,
                    new Dropout(0, List.of(0.0), Dropout.Scaling.INVERTED)),
                new TrainingConfig(
                    1,
                    VarianceScaling.HE_NORMAL,
                    new Batching(2, new BatchSize(32), LastBatch.KEEP),
                    new UpdateRule(
                        new Adam(0.9, 0.999, 1e-8),
                        new ConstantRate(0.001),
                        Optional.empty(),
                        Clipping.NONE,
                        Penalties.NONE,
                        Optional.empty()),
                    Limits.epochs(100),
                    Optional.empty(),
                    new Evaluations(1, false),
                    Optional.of(
                        new EarlyStopping(
                            "validation-loss",
                            Metric.Direction.MINIMIZE,
                            0,
                            5,
                            OptionalDouble.empty(),
                            OptionalDouble.empty(),
                            0,
                            0,
                            true))),
                Set.of(),
                ExecutionConfig.AUTO,
                1,
                Part.WHOLE));
  }

  @Test
  void everySetting_isReadAsWritten() {
    RunConfig run =
        parse(
            "seed = 7",
            "data { format = parquet, options { a.b = 1, header = true }, seed = 3, bad-rows = drop }",
            "data { derive = [\"upper(a) AS b\"], filter = \"a > 1\" }",
            "columns { target = -1, weight = w, features = [0, b], ignore = [id], missing = [\"?\", -9] }",
            "features.numeric { columns = [b], impute = constant, constant = 2, scale = divide-by, divisor = 4 }",
            "features.categorical { columns = [c], unseen = fail, max-categories = 10, encode = hash, buckets = 64 }",
            "features.target { task = regression, standardize = false }",
            "network { hidden = [3, 3], residual = true, layer-norm = true, dropout { input = 0.2, hidden = [0.5, 0.4], scaling = classic } }",
            "training { batch-size = full, last-batch = drop, max-epochs = 9, max-rounds = 1000 }",
            "training { max-time = 90s, shares = 4, evaluate-every = 2, evaluate-training = true }",
            "training.optimizer { name = sgd, momentum = 0.9, initial-momentum = 0.3, momentum-warm-up = 50 }",
            "training { max-norm = 2, divergence-threshold = 3, optimizer.schedule { name = exponential, final-fraction = 0.1 } }",
            "training { loss { name = huber, huber-delta = 0.5 }, clipping.norm = 3, penalties { l1 = 0.1, l2 = 0.2, decay = 0.3 } }",
            "training.optimizer { schedule.warm-up = 7, plateau { enabled = true, factor = 0.3 } }",
            "training.optimizer.plateau { patience = 4, min-delta = 0.01, cooldown = 2 }",
            "training.optimizer.plateau.min-fraction = 0.05",
            "training.early-stopping { monitor = validation-r2, patience = 0, min-delta = 0.1 }",
            "training.early-stopping { baseline = 0.5, start-from-epoch = 3, restore-best = false }",
            "training.early-stopping { target = 0.9, min-epochs = 6 }",
            "training.average { name = ema, decay = 0.75 }");

    TrainingRequest request = run.request();
    assertThat(request.data().train())
        .isEqualTo(new DataSource("parquet", "rows.csv", Map.of("a.b", "1", "header", "true")));
    assertThat(request.data().seed()).isEqualTo(3);
    assertThat(request.data().badRows()).isEqualTo(BadRows.DROP);
    assertThat(request.data().derive()).containsExactly(new Derivation("b", "upper(a)"));
    assertThat(request.data().filter()).contains("a > 1");
    assertThat(request.columns())
        .isEqualTo(
            new ColumnsConfig(
                List.of("-1"),
                Optional.of("w"),
                List.of("0", "b"),
                List.of("id"),
                List.of("b"),
                List.of("c"),
                List.of("?", "-9")));
    assertThat(request.preparation())
        .isEqualTo(
            new PreparationConfig(
                new PreparationConfig.Numeric(
                    PreparationConfig.Impute.CONSTANT, 2, PreparationConfig.Scale.DIVIDE_BY, 4),
                new PreparationConfig.Categorical(
                    PreparationConfig.Unseen.FAIL, 10, OptionalInt.of(64)),
                new PreparationConfig.Target(Optional.of(Task.REGRESSION), false),
                new ClassWeightsConfig.None()));
    assertThat(request.network().hidden())
        .isEqualTo(new HiddenLayers(List.of(3, 3), new Relu(), true, true));
    assertThat(request.network().loss()).isEqualTo(new LossConfig(LossConfig.Name.HUBER, 0.5, 0));
    assertThat(request.network().dropout())
        .isEqualTo(new Dropout(0.2, List.of(0.5, 0.4), Dropout.Scaling.CLASSIC));
    assertThat(request.training())
        .isEqualTo(
            new TrainingConfig(
                7,
                VarianceScaling.HE_NORMAL,
                new Batching(4, BatchSize.FULL, LastBatch.DROP),
                new UpdateRule(
                    new Sgd(0.9, 0.3, 50),
                    new WarmUp(new ExponentialDecay(0.01, 0.1), 7),
                    Optional.of(
                        new ReduceOnPlateau(
                            "validation-r2", Metric.Direction.MAXIMIZE, 0.3, 4, 0.01, 2, 0.05)),
                    new Clipping(Clipping.By.NORM, 3),
                    new Penalties(0.1, 0.2, 0.3),
                    Optional.of(new MaxNorm(2))),
                new Limits(
                    9,
                    OptionalLong.of(1000),
                    Optional.of(Duration.ofSeconds(90)),
                    OptionalDouble.of(3)),
                Optional.of(new ExponentialAverage(0.75)),
                new Evaluations(2, true),
                Optional.of(
                    new EarlyStopping(
                        "validation-r2",
                        Metric.Direction.MAXIMIZE,
                        0.1,
                        0,
                        OptionalDouble.of(0.5),
                        OptionalDouble.of(0.9),
                        3,
                        6,
                        false))));
  }

  @Test
  void referenceConf_documentsExactlyTheKeysThatAreRead() {
    KnownKeys documented = new KnownKeys(RunConfigLoader.reference().root());

    assertThat(RunConfigLoader.keysRead()).isEqualTo(documented.leaves());
    assertThat(documented.leaves()).hasSizeGreaterThan(50);
  }

  @Test
  void referenceConf_saysSomethingOfEveryKey() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("../conf/reference.conf"));
    int keys = 0;
    for (int line = 1; line < lines.size(); line++) {
      String text = lines.get(line).strip();
      if (text.matches("[a-z0-9-]+ *=.*|(variables|options) \\{\\}")
          && !text.startsWith("enabled")) {
        keys++;
        assertThat(lines.get(line - 1).strip()).as("above: " + text).startsWith("#");
      }
    }
    assertThat(keys)
        .isEqualTo(new KnownKeys(RunConfigLoader.reference().root()).leaves().size() - 2);
  }

  /** What may change when a run goes on: always, or where no schedule is spread over the run. */
  @Test
  void referenceConf_marksExactlyTheKeysThatAreFree() {
    Set<String> always = new TreeSet<>();
    Set<String> sometimes = new TreeSet<>();
    collectMarked("", RunConfigLoader.reference().root(), "[free", sometimes);
    collectMarked("", RunConfigLoader.reference().root(), "[free]", always);

    assertThat(freeKeys("")).isEqualTo(sometimes);
    assertThat(freeKeys("training.optimizer.schedule.name = exponential")).isEqualTo(always);
    assertThat(sometimes).hasSize(9);
  }

  /** The quarter of another number of epochs begins elsewhere. */
  @Test
  void average_lastQuarterOfTheEpochs_isKnownByThem() {
    assertThat(parse("training.average.name = swa").request().training().averaging())
        .contains(new EpochAverage(75));
    assertThat(freeKeys("training.average.name = swa")).doesNotContain("training.max-epochs");
    assertThat(freeKeys("training.average { name = swa, start-epoch = 9 }"))
        .isEqualTo(freeKeys(""));
  }

  @Test
  void optimizer_nothingSet_hasWhatIsUsualForIt() {
    TrainingConfig adamw = parse("training.optimizer.name = adamw").request().training();
    assertThat(adamw.update().penalties()).isEqualTo(new Penalties(0, 0, 0.01));
    assertThat(adamw.update().optimizer()).isEqualTo(new Adam(0.9, 0.999, 1e-8));
    TrainingConfig lamb = parse("training.optimizer.name = lamb").request().training();
    assertThat(lamb.update().penalties()).isEqualTo(new Penalties(0, 0, 0.01));
    assertThat(lamb.update().optimizer()).isEqualTo(new Lamb(0.9, 0.999, 1e-6));
    assertThat(lamb.update().schedule()).isEqualTo(new ConstantRate(0.001));
    TrainingConfig adadelta = parse("training.optimizer.name = adadelta").request().training();
    assertThat(adadelta.update().penalties()).isEqualTo(Penalties.NONE);
    assertThat(adadelta.update().optimizer()).isEqualTo(new Adadelta(0.9, 1e-6));
    assertThat(
            parse("training.optimizer.name = nesterov").request().training().update().optimizer())
        .isEqualTo(new Nesterov(0.9));
    assertThat(adadelta.update().schedule()).isEqualTo(new ConstantRate(1));
  }

  private static Set<String> freeKeys(String more) {
    FreeKeys free = parse(more).free();
    Set<String> keys = new TreeSet<>(free.reopening());
    keys.addAll(free.others());
    return keys;
  }

  private static void collectMarked(
      String prefix, ConfigObject block, String mark, Set<String> marked) {
    block.forEach(
        (name, value) -> {
          if (String.join(" ", value.origin().comments()).contains(mark)) {
            marked.add(prefix + name);
          }
          if (value instanceof ConfigObject inner) {
            collectMarked(prefix + name + ".", inner, mark, marked);
          }
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          training.optimizer.learning-rat = 1 | training.optimizer.learning-rat | training.optimizer.learning-rate
          training.optimiser.name = sgd       | training.optimiser              | training.optimizer
          val_loss = 1                        | val_loss                        | training.early-stopping.monitor = validation-loss
          epochs = 3                          | epochs                          | training.max-epochs
          training.epochs = 3                 | training.epochs                 | training.max-epochs
          labelCol = y                        | labelCol                        | columns.target
          columns.labelCol = y                | columns.labelCol                | columns.target
          featuresCol = x                     | featuresCol                     | columns.features
          maxIter = 3                         | maxIter                         | training.max-epochs
          stepSize = 0.1                      | stepSize                        | training.optimizer.learning-rate
          lr = 0.1                            | lr                              | training.optimizer.learning-rate
          training.lr = 0.1                   | training.lr                     | training.optimizer.learning-rate
          learning_rate = 0.1                 | learning_rate                   | training.optimizer.learning-rate
          batch_size = 32                     | batch_size                      | training.batch-size
          blockSize = 32                      | blockSize                       | training.batch-size
          hidden_layer_sizes = [3]            | hidden_layer_sizes              | network.hidden
          layers = [3]                        | layers                          | network.hidden
          early_stopping_rounds = 3           | early_stopping_rounds           | training.early-stopping.patience
          class_weight = balanced             | class_weight                    | training.class-weights
          validation_split = 0.1              | validation_split                | data.validation
          dropout = 0.1                       | dropout                         | network.dropout.hidden
          momentum = 0.1                      | momentum                        | training.optimizer.momentum
          random_state = 0                    | random_state                    | seed
          data.trian = a                      | data.trian                      | data.train
          network.hiden = [1]                 | network.hiden                   | network.hidden
          wholly-strange = 1                  | wholly-strange                  |
          """)
  void unknownKey_isRefusedWithTheKeyThatWasMeant(String line, String key, String meant) {
    assertThat(problemsOf(line))
        .containsExactly(
            key + ": unknown key" + (meant == null ? "" : "; did you mean " + meant + "?"));
  }

  @Test
  void severalProblems_areReportedTogether() {
    assertThatThrownBy(
            () ->
                parse(
                    "training { optimizer { learning-rat = 0.1 }, batch-size = 0 }", "epochs = 3"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            """
            Cannot start training, 3 problems:
              epochs: unknown key; did you mean training.max-epochs?
              training.optimizer.learning-rat: unknown key; did you mean training.optimizer.learning-rate?
              training.batch-size: must be a whole number, at least 1, or full; was 0""");
  }

  @Test
  void requiredKeys_areAskedForTogether() {
    assertThatThrownBy(() -> RunConfigLoader.parse(""))
        .hasMessage(
            """
            Cannot start training, 3 problems:
              data.train: must be set; expected the path of the training rows
              columns.target: must be set; expected the name or index of the column to predict, or a list of several
              output: must be set; expected the folder for model and report; or pass --output""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          data.train = ""                                  | data.train: must be set; expected the path of the training rows
          columns.target = " "                             | columns.target: must be set; expected the name or index of the column to predict, or a list of several
          output = ""                                      | output: must be set; expected the folder for model and report; or pass --output
          training.early-stopping.monitor = ""             | training.early-stopping.monitor: must be set; expected the name of a figure
          data { format = idx, options { labels = "" } }   | data.options.labels: must be set when data.format = idx; expected the file of labels
          data.test = ""                                   | data.test: must be a fraction such as 0.1, none, a path, or a block with path, last-rows, group or latest-by; was ""
          data.test { path = " " }                         | data.test: a block needs path, last-rows, group or latest-by; was {"path":" "}
          data.validation { column = "" }, training.early-stopping.enabled = false | data.validation.column: must be a column's name or index; was ""
          """)
  void blankTexts_countAsNotSet(String line, String problem) {
    assertThat(problemsOf(line)).containsExactly(problem);
  }

  @Test
  void blankTexts_ofSettingsThatNeedNotBeSet_areNone() {
    assertThat(parse("columns.weight = \"\", data.filter = \" \"").request())
        .isEqualTo(parse().request());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          seed = a                                    | seed: must be a whole number; was "a"
          training.shares = 0                         | training.shares: must be a whole number, at least 1; was 0
          training.shares = 2.5                       | training.shares: must be a whole number, at least 1; was 2.5
          training.max-epochs = 0                     | training.max-epochs: must be a whole number, at least 1; was 0
          training.max-rounds = -1                    | training.max-rounds: must be a whole number, at least 1; was -1
          training.max-time = 600                     | training.max-time: must be a time above 0 with a unit, such as 90s, 30m or 8h; was 600
          training.max-time = 0s                      | training.max-time: must be a time above 0 with a unit, such as 90s, 30m or 8h; was "0s"
          training.evaluate-every = 0                 | training.evaluate-every: must be a whole number, at least 1; was 0
          training.evaluate-training = 3              | training.evaluate-training: must be true or false; was 3
          training.last-batch = kep                   | training.last-batch: must be keep or drop; was "kep"; did you mean keep?
          training.engine = gangs                     | training.engine: must be auto, gang or jobs; was "gangs"; did you mean gang?
          training.kernels = blas                     | training.kernels: must be auto, vector or ejml; was "blas"
          training.initializer = glorot               | training.initializer: must be he-normal, he-uniform, glorot-normal, glorot-uniform, lecun-normal, lecun-uniform, normal, uniform or zeros; was "glorot"
          training.initializer = zeros                | training.initializer: zeros keeps the units of a hidden layer alike; expected another with network.hidden = [128], such as he-normal
          training.optimizer.name = adams             | training.optimizer.name: must be adam, adamw, nadam, lamb, sgd, nesterov, rmsprop, adagrad or adadelta; was "adams"; did you mean adam?
          training.optimizer.learning-rate = 0        | training.optimizer.learning-rate: must be a number above 0; was 0
          training.optimizer.learning-rate = -1       | training.optimizer.learning-rate: must be a number above 0; was -1
          training.optimizer.beta1 = 1                | training.optimizer.beta1: must be a number, at least 0 and below 1; was 1
          training.optimizer.epsilon = 0              | training.optimizer.epsilon: must be a number above 0; was 0
          training.early-stopping.patience = -1       | training.early-stopping.patience: must be a whole number, at least 0; was -1
          training.optimizer.schedule.name = cosin    | training.optimizer.schedule.name: must be constant, step, exponential, polynomial, cosine or one-cycle; was "cosin"; did you mean cosine?
          training.optimizer.schedule.name = one-cycle | training.optimizer.schedule.name: one-cycle needs to know how many rounds there will be; set training.max-epochs or training.max-rounds
          training.optimizer.schedule { name = step, every = 0 } | training.optimizer.schedule.every: must be a whole number, at least 1; was 0
          training.optimizer.schedule { name = step, power = 2 } | training.optimizer.schedule.power: does not apply to step; it is a setting of polynomial
          training.optimizer.schedule.warm-up = -1    | training.optimizer.schedule.warm-up: must be a whole number, at least 0; was -1
          training.optimizer.plateau.factor = 1       | training.optimizer.plateau.factor: must be a number above 0 and below 1; was 1
          training { optimizer.plateau.enabled = true, early-stopping.enabled = false } | training.optimizer.plateau.enabled: looks at training.early-stopping.monitor, but early stopping is off; set training.early-stopping.enabled = true, with a great patience if training is not to end early
          training.optimizer { name = nesterov, momentum = 0 } | training.optimizer.momentum: must be a number above 0 and below 1; was 0
          training.optimizer { name = rmsprop, rho = 1 } | training.optimizer.rho: must be a number, at least 0 and below 1; was 1
          training.clipping.norm = 0                  | training.clipping.norm: must be a number above 0; was 0
          training.clipping { norm = 1, value = 1 }   | training.clipping: has a value and a norm; expected one of them
          training.loss.label-smoothing = 1           | training.loss.label-smoothing: must be a number, at least 0 and below 1; was 1
          training.loss.huber-delta = 2               | training.loss.huber-delta: applies only with training.loss.name = huber
          training.loss { name = huber, huber-delta = 0 } | training.loss.huber-delta: must be a number above 0; was 0
          training.penalties.l1 = -1                  | training.penalties.l1: must be a number, at least 0; was -1
          training.optimizer.schedule { name = exponential, final-fraction = 0 } | training.optimizer.schedule.final-fraction: must be a number above 0 and at most 1; was 0
          training.max-norm = 0                       | training.max-norm: must be a number from 1e-18 to 1e18; was 0
          training.divergence-threshold = 0           | training.divergence-threshold: must be a number, above 0; was 0
          training.max-norm = -2                      | training.max-norm: must be a number from 1e-18 to 1e18; was -2
          training.max-norm = 1e-30                   | training.max-norm: must be a number from 1e-18 to 1e18; was 1.0E-30
          training.average.name = polyak              | training.average.name: must be none, ema or swa; was "polyak"
          training.average { name = ema, decay = 1 }  | training.average.decay: must be a number, at least 0 and below 1; was 1
          training.average.decay = 0.5                | training.average.decay: applies only with training.average.name = ema
          training.average { name = ema, start-epoch = 3 } | training.average.start-epoch: applies only with training.average.name = swa
          training.average { name = swa, start-epoch = -1 } | training.average.start-epoch: must be a whole number, at least 0; was -1
          training { max-epochs = 8, average { name = swa, start-epoch = 8 } } | training.average.start-epoch: must be below training.max-epochs = 8, else no epoch is averaged; was 8
          training.early-stopping.target = soon       | training.early-stopping.target: must be a number; was "soon"
          training.early-stopping.min-epochs = -1     | training.early-stopping.min-epochs: must be a whole number, at least 0; was -1
          training.early-stopping.min-delta = -1      | training.early-stopping.min-delta: must be a number, at least 0; was -1
          training.early-stopping.mode = maximum      | training.early-stopping.mode: must be auto, min or max; was "maximum"
          training = 3                                | training: expected a block { } with average, batch-size, class-weights, clipping, divergence-threshold, early-stopping, engine, ensemble, evaluate-every, evaluate-training, initializer, kernels, last-batch, loss, max-epochs, max-norm, max-rounds, max-time, metrics, optimizer, penalties, refit, shares, was 3
          network.dropout = 0.5                       | network.dropout: expected a block { } with hidden, input, scaling, was 0.5; did you mean network.dropout.hidden?
          network.hidden = 256                        | network.hidden: must be a list with the units of each hidden layer, such as [256, 256] or []; was 256
          network.hidden = [0]                        | network.hidden: must be a list with the units of each hidden layer, such as [256, 256] or []; was [0]
          network.activation = rely                   | network.activation: must be relu, tanh, identity, leaky-relu, elu, gelu, silu, sigmoid or softplus; was "rely"; did you mean relu?
          network.activation = swish                  | network.activation: must be relu, tanh, identity, leaky-relu, elu, gelu, silu, sigmoid or softplus; was "swish"; did you mean silu?
          network.activation = LeakyReLU              | network.activation: must be relu, tanh, identity, leaky-relu, elu, gelu, silu, sigmoid or softplus; was "LeakyReLU"; did you mean leaky-relu?
          network.activation = logistic               | network.activation: must be relu, tanh, identity, leaky-relu, elu, gelu, silu, sigmoid or softplus; was "logistic"; did you mean sigmoid?
          network.activation = linear                 | network.activation: must be relu, tanh, identity, leaky-relu, elu, gelu, silu, sigmoid or softplus; was "linear"; did you mean identity?
          network.dropout.input = 1                   | network.dropout.input: must be at least 0 and below 1; was 1
          network.dropout.hidden = -0.1               | network.dropout.hidden: must be at least 0 and below 1, or a list of such rates; was -0.1
          data.format = cvs                           | data.format: unknown format "cvs"; did you mean csv? Expected csv, json, parquet, orc, libsvm, idx, table, avro, or another format of Spark by its name, which may need a module of its own, given by --packages
          data.options = 3                            | data.options: expected a block { } with names of your own, was 3
          data.derive = ["a + 1"]                     | data.derive: expected "SQL EXPRESSION AS COLUMN", was "a + 1"
          data.bad-rows = skip                        | data.bad-rows: must be fail or drop; was "skip"
          features.target.task = classify             | features.target.task: must be auto, classification, multi-label or regression; was "classify"
          features.categorical.encode = ordinal       | features.categorical.encode: must be one-hot or hash; was "ordinal"
          features.categorical.buckets = 64           | features.categorical.buckets: applies only to features.categorical.encode = hash
          features.categorical { encode = hash, buckets = 1 } | features.categorical.buckets: must be a whole number, at least 2; was 1
          features.categorical.max-categories = 0     | features.categorical.max-categories: must be a whole number, at least 1; was 0
          columns.ignore = id                         | columns.ignore: must be a list of texts such as [a, b]; was "id"
          """)
  void wrongValue_isRefusedWithWhatWasExpected(String line, String problem) {
    assertThat(problemsOf(line)).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          training { refit = true, early-stopping.enabled = false } | training.refit: trains again for as many updates as early stopping found best; set training.early-stopping.enabled = true
          data.validation = none, training { refit = true, early-stopping.monitor = loss } | training.refit: trains again with the validation rows, and data.validation = none; set it to a fraction such as 0.1
          data { validation = more.csv, test = 0.1 }, training.refit = true | training.refit: would choose other test rows among training and validation rows; with such a data.validation, set data.test to rows that are marked or of their own source
          data { validation { group = g, fraction = 0.1 }, test = 0.1 }, training.refit = true | training.refit: would choose other test rows among training and validation rows; with such a data.validation, set data.test to rows that are marked or of their own source
          training.ensemble = 0                               | training.ensemble: must be a whole number, at least 1; was 0
          training { refit = true, max-time = 1h }            | training.refit: trains for a number of updates, not a time; leave training.max-time out, and set training.max-rounds instead
          training { refit = true, optimizer.plateau.enabled = true } | training.refit: has no validations for training.optimizer.plateau to look at; use training.optimizer.schedule instead
          training { refit = true, average.name = swa }       | training.refit: has epochs of other lengths, so that training.average.name = swa would average other updates; use ema instead
          data.validation = none                              | training.early-stopping: data.validation = none leaves nothing to monitor; set data.validation to a fraction such as 0.1, or training.early-stopping.enabled = false
          data.validation = 0.5, data.test = 0.5              | data.test: 0.5 for the test and 0.5 for validation leave no rows for training; together they must be below 1
          data.format = idx                                   | data.options.labels: must be set when data.format = idx; expected the file of labels
          network { hidden = [4, 4], dropout.hidden = [0.5] } | network.dropout.hidden: 1 rate for 2 layers in network.hidden; expected one number, or one for each hidden layer
          network { hidden = [4, 8, 4], residual = true }     | network: Cannot use network.residual = true with network.hidden = [4, 8, 4]: expected two layers one after the other with equally many units, else there is nothing to connect; set network.residual = false
          network { hidden = [4, 1], layer-norm = true }      | network: Cannot use network.layer-norm = true with network.hidden = [4, 1]: expected hidden layers of at least 2 units each, over which to normalise; set network.layer-norm = false
          network.embedding.from-categories = 1               | network.embedding.from-categories: must be a whole number, at least 2; was 1
          network.embedding { from-categories = 2, dimension = 0 } | network.embedding.dimension: must be a whole number, at least 1; was 0
          network.embedding.dimension = 8                     | network.embedding.dimension: 8, where no column is embedded; set network.embedding.from-categories, too
          training.optimizer { name = sgd, beta1 = 0.9 }      | training.optimizer.beta1: does not apply to sgd; it is a setting of adam, adamw, nadam or lamb
          training.optimizer { momentum = 0.9 }               | training.optimizer.momentum: does not apply to adam; it is a setting of sgd or nesterov
          features.numeric.constant = 3                       | features.numeric.constant: applies only to features.numeric.impute = constant
          training.optimizer { initial-momentum = 0.1 }       | training.optimizer.initial-momentum: does not apply to adam; it is a setting of sgd
          training.optimizer { name = sgd, initial-momentum = 0.1 } | training.optimizer.initial-momentum: applies only with training.optimizer.momentum-warm-up above 0
          training.optimizer { name = sgd, momentum = 0.9, initial-momentum = 0.1, momentum-warm-up = 0 } | training.optimizer.initial-momentum: applies only with training.optimizer.momentum-warm-up above 0
          training.optimizer { name = sgd, momentum-warm-up = 0.5 } | training.optimizer.momentum-warm-up: must be a whole number, at least 0; was 0.5
          training.optimizer { name = sgd, momentum-warm-up = 9 } | Cannot raise momentum from 0.5 to 0.0: expected optimizer.initial-momentum to be at most optimizer.momentum; lower it, or set optimizer.momentum-warm-up = 0
          training.optimizer.schedule.final-fraction = 0.1    | training.optimizer.schedule.final-fraction: does not apply to constant; it is a setting of exponential, polynomial, cosine or one-cycle
          features.numeric.scale = divide-by                  | features.numeric.divisor: must be set when features.numeric.scale = divide-by
          features.numeric.divisor = 255                      | features.numeric.divisor: applies only to features.numeric.scale = divide-by
          training.early-stopping.monitor = training-loss     | training.early-stopping.monitor: training-loss needs training.evaluate-training = true
          training.early-stopping.monitor = val_loss          | training.early-stopping.monitor: unknown figure "val_loss"; did you mean validation-loss?
          training.early-stopping.monitor = val_accuracy      | training.early-stopping.monitor: unknown figure "val_accuracy"; did you mean validation-accuracy?
          training.early-stopping.monitor = val_error         | training.early-stopping.monitor: unknown figure "val_error"; did you mean validation-error?
          training.early-stopping.monitor = rmse              | training.early-stopping.monitor: unknown figure "rmse"; did you mean validation-rmse?
          features.target.task = classification, training.early-stopping.monitor = validation-rmse | training.early-stopping.monitor: validation-rmse is a figure of regression, but features.target.task = classification
          features.target.task = regression, training.early-stopping.monitor = validation-accuracy | training.early-stopping.monitor: validation-accuracy is a figure of classification and multi-label, but features.target.task = regression
          training.metrics = [auc]                   | training.metrics: unknown metric "auc"; did you mean auc-roc?
          training.metrics = [zebra]                 | training.metrics: unknown metric "zebra"; expected one of loss, accuracy, log-loss, error, exact-match, precision, recall, f1, macro-precision, macro-recall, macro-f1, micro-f1, auc-roc, auc-pr, ece, rmse, mae, r2, mse, mape, top-K; or f1-LABEL, rmse-TARGET and such
          features.target.task = regression, training.metrics = [f1-spam] | training.metrics: f1-spam is a figure of classification and multi-label, but features.target.task = regression
          columns.target = [a, b], features.target.task = classification | Cannot tell the classes of 2 columns apart by one network: features.target.task = classification needs one column in columns.target; set multi-label where each is 0 or 1
          columns.target = []                        | columns.target: must be the name or index of the column to predict, or a list of several; was []
          features.target.task = regression, training.early-stopping.monitor = validation-error | training.early-stopping.monitor: validation-error is a figure of classification and multi-label, but features.target.task = regression
          """)
  void settingsThatDoNotGoTogether_areRefused(String line, String problem) {
    assertThat(problemsOf(line)).containsExactly(problem);
  }

  @Test
  void earlyStopping_onTheRunningLoss_needsNoValidation() {
    RunConfig run = parse("data.validation = none, training.early-stopping.monitor = loss");

    assertThat(run.request().training().earlyStopping()).isPresent();
  }

  @Test
  void earlyStopping_switchedOff_isAbsent() {
    RunConfig run = parse("data.validation = none, training.early-stopping.enabled = false");

    assertThat(run.request().training().earlyStopping()).isEmpty();
    assertThat(run.request().data().validation()).isEqualTo(new Split.None());
  }

  @ParameterizedTest
  @CsvSource({
    "validation-accuracy, auto, MAXIMIZE",
    "validation-log-loss, auto, MINIMIZE",
    "validation-accuracy, min, MINIMIZE",
    "validation-error, auto, MINIMIZE",
    "loss, auto, MINIMIZE",
  })
  void direction_comesFromTheMetricUnlessStated(String monitor, String mode, String direction) {
    RunConfig run =
        parse("training.early-stopping { monitor = " + monitor + ", mode = " + mode + " }");

    assertThat(run.request().training().earlyStopping().orElseThrow().direction())
        .isEqualTo(Metric.Direction.valueOf(direction));
  }

  @Test
  void inputDropoutAboveOneHalf_isAWarning() {
    assertThat(parse("network.dropout.input = 0.6").warnings())
        .containsExactly("network.dropout.input = 0.6 leaves out most of the input; 0.2 is usual");
    assertThat(parse("network.dropout.input = 0.5").warnings()).isEmpty();
  }

  @Test
  void hiddenDropout_oneNumber_isForEachLayer() {
    assertThat(parse("network { hidden = [4, 4], dropout.hidden = 0.5 }").request().network())
        .extracting(NetworkConfig::dropout)
        .isEqualTo(new Dropout(0, List.of(0.5, 0.5), Dropout.Scaling.INVERTED));
  }

  @Test
  void noHiddenLayers_isALinearModel() {
    NetworkConfig network = parse("network.hidden = []").request().network();

    assertThat(network.hidden().units()).isEmpty();
    assertThat(network.dropout()).isEqualTo(Dropout.none(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "0", "0.0", "null", "NONE"})
  void test_none(String value) {
    assertThat(parse("data.test = " + value).request().data().test()).isEqualTo(new Split.None());
  }

  @Test
  void validation_hasFourForms() {
    assertThat(validation("0.25")).isEqualTo(new Split.Fraction(0.25));
    assertThat(validation("{ column = holdout }")).isEqualTo(new Split.Indicator("holdout"));
    assertThat(validation("{ column = -2 }")).isEqualTo(new Split.Indicator("-2"));
    assertThat(validation("{ group = user, fraction = 0.3 }"))
        .isEqualTo(new Split.Groups("user", 0.3));
    assertThat(validation("{ latest-by = -1, fraction = 0.3 }"))
        .isEqualTo(new Split.Latest("-1", 0.3));
    assertThat(validation("other.csv")).isEqualTo(separate("csv", "other.csv", Map.of()));
    assertThat(validation("{ path = other.csv }"))
        .isEqualTo(separate("csv", "other.csv", Map.of()));
  }

  private static Split validation(String value) {
    return parse("data.validation = " + value).request().data().validation();
  }

  private static Split separate(String format, String path, Map<String, String> options) {
    return new Split.Separate(new DataSource(format, path, options));
  }

  @Test
  void test_lastRows() {
    assertThat(parse("data.test { last-rows = 4000 }").request().data().test())
        .isEqualTo(new Split.LastRows(4000));
  }

  @Test
  void secondSource_takesFormatAndOptionsUnlessItStatesItsOwn() {
    String options = "data.options { header = true, sep = \";\" }";

    assertThat(parse(options, "data.test = t.csv").request().data().test())
        .isEqualTo(separate("csv", "t.csv", Map.of("header", "true", "sep", ";")));
    assertThat(
            parse(options, "data.test { path = t.csv, options { header = false } }")
                .request()
                .data()
                .test())
        .isEqualTo(separate("csv", "t.csv", Map.of("header", "false", "sep", ";")));
    assertThat(parse(options, "data.test { path = t, format = parquet }").request().data().test())
        .isEqualTo(separate("parquet", "t", Map.of()));
  }

  @Test
  void secondIdxSource_needsLabelsOfItsOwn() {
    String idx = "data { format = idx, options { labels = l } }";

    assertThat(problemsOf(idx, "data.test = images"))
        .containsExactly(
            "data.test: an idx source needs labels of its own; expected {path = \"images\", options"
                + " {labels = …}}");
    assertThat(
            parse(idx, "data.test { path = images, options { labels = m } }")
                .request()
                .data()
                .test())
        .isEqualTo(separate("idx", "images", Map.of("labels", "m")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          data.validation = 1.5                          | data.validation: a fraction of the rows must be above 0 and below 1; was 1.5
          data.validation = [a]                          | data.validation: must be a fraction such as 0.1, none, a path, or a block with path, column, group or latest-by; was ["a"]
          data.validation { last-rows = 5 }              | data.validation.last-rows: unknown key; expected column, group, latest-by, fraction, path, format or options
          data.validation { colum = a }                  | data.validation.colum: unknown key; did you mean data.validation.column? Expected column, group, latest-by, fraction, path, format or options
          data.test { last-rows = 0 }                    | data.test.last-rows: must be a whole number, at least 1; was 0
          data.test { last-rows = 5, path = a }          | data.test: last-rows stands alone; was {"last-rows":5,"path":"a"}
          data.test { format = csv }                     | data.test: a block needs path, last-rows, group or latest-by; was {"format":"csv"}
          data.test { group = user }                     | data.test.fraction: must be a number above 0 and below 1; was not set
          data.validation { latest-by = t, fraction = 1 } | data.validation.fraction: must be a number above 0 and below 1; was 1
          data.validation { group = " ", fraction = 0.1 } | data.validation.group: must be a column's name or index; was " "
          data.validation { group = u, latest-by = t, fraction = 0.1 } | data.validation: group stands with fraction alone; was {"fraction":0.1,"group":"u","latest-by":"t"}
          data.test { fraction = 0.1 }                   | data.test.fraction: goes with group or latest-by; for a part of all rows write data.test = 0.1
          data { validation { group = u, fraction = 0.5 }, test { latest-by = t, fraction = 0.5 } } | data.test: 0.5 for the test and 0.5 for validation leave no rows for training; together they must be below 1
          data.test { path = a, format = xls }           | data.test.format: unknown format "xls"; expected csv, json, parquet, orc, libsvm, idx, table, avro, or another format of Spark by its name, which may need a module of its own, given by --packages
          data.test { path = a, options = 3 }            | data.test.options: expected a block { }, was 3
          """)
  void split_wrong_isRefused(String line, String problem) {
    assertThat(problemsOf(line, "training.early-stopping.enabled = false"))
        .containsExactly(problem);
  }

  @Test
  void classWeights_allForms_areRead() {
    assertThat(classWeights("balanced")).isEqualTo(new ClassWeightsConfig.Balanced());
    assertThat(classWeights("{ 0 = 2, \"b.c\" = 0.5 }"))
        .isEqualTo(new ClassWeightsConfig.Given(Map.of("0", 2.0, "b.c", 0.5)));
  }

  private static ClassWeightsConfig classWeights(String value) {
    return parse("training.class-weights = " + value).request().preparation().classWeights();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          training.class-weights = equal          | training.class-weights: must be none, balanced or a block such as {LABEL = 2}; was equal
          training.class-weights = {}             | training.class-weights: must be none, balanced or a block such as {LABEL = 2}; was {}
          training.class-weights { a = 0, b = 1 } | training.class-weights.a: must be a number above 0; was 0
          training.class-weights { a = much }     | training.class-weights.a: must be a number above 0; was "much"
          training.class-weights = balanced, features.target.task = regression | training.class-weights: applies only to classes, not to features.target.task = regression
          """)
  void classWeights_wrong_areRefused(String line, String problem) {
    assertThat(problemsOf(line)).containsExactly(problem);
  }

  /** The run uses them, and they are no part of what it is known by. */
  @Test
  void json_secretOptions_areWithheld() {
    String options = "options { user = me, password = \"%1$s\", fs.s3a.access.key = \"%1$s\" }";
    String data = "data { " + options + ", test { path = t.csv, " + options + " } }";
    RunConfig run = parse(data.formatted("hunter2"));

    assertThat(run.request().data().train().options())
        .isEqualTo(Map.of("user", "me", "password", "hunter2", "fs.s3a.access.key", "hunter2"));
    assertThat(run.json())
        .doesNotContain("hunter2")
        .contains("\"password\":\"(withheld)\"", "\"user\":\"me\"")
        .isEqualTo(parse(data.formatted("hunter3")).json());
    assertThat(run.toString()).doesNotContain("hunter2");
    assertThat(problemsOf("data.test { options { password = hunter2 } }"))
        .containsExactly("data.test: a block needs path, last-rows, group or latest-by; was {}");
  }

  @Test
  void load_fileAndOverridesAndOutput_inThisOrderOfPrecedence(@TempDir Path folder)
      throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("run.conf"),
            LEAST + "variables.n = 16, training { batch-size = ${variables.n}, shares = 2 }");

    RunConfig run =
        RunConfigLoader.load(
            file.toString(),
            List.of(
                "training.shares=4",
                "network.hidden=[7, 5]",
                "data.train=hdfs://host/a//b",
                "columns.target=\"a b\"",
                "training.shares=6"),
            Optional.of("elsewhere"));

    assertThat(run.request().training().batching().size()).isEqualTo(new BatchSize(16));
    assertThat(run.request().training().batching().shares()).isEqualTo(6);
    assertThat(run.request().network().hidden().units()).containsExactly(7, 5);
    assertThat(run.request().data().train().path()).isEqualTo("hdfs://host/a//b");
    assertThat(run.request().columns().targets()).containsExactly("a b");
    assertThat(run.output()).isEqualTo("elsewhere");
    assertThat(run.json()).contains("\"batch-size\":16").doesNotContain("variables");
  }

  /** A standalone cluster leaves the driver's working directory empty. */
  @Test
  void load_nameOfAShippedFile_isReadFromWhereItCame(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("shipped.conf"), LEAST + "output = x");
    System.setProperty("spark.files", "hdfs:///a/other.conf," + file.toUri() + "#july.conf");
    try {
      assertThat(RunConfigLoader.load("july.conf", List.of(), Optional.empty()).output())
          .isEqualTo("x");
      assertThatThrownBy(() -> RunConfigLoader.load("shipped.conf", List.of(), Optional.empty()))
          .hasMessageEndingWith(
              "cannot read shipped.conf: expected a readable file, or the name of one given to"
                  + " --files");
    } finally {
      System.clearProperty("spark.files");
    }
  }

  @Test
  void load_whatCannotBeRead_isOneSentence(@TempDir Path folder) throws Exception {
    String absent = folder.resolve("absent.conf").toString();
    assertThatThrownBy(() -> RunConfigLoader.load(absent, List.of(), Optional.empty()))
        .hasMessage(
            "Cannot start training, 1 problem:\n  cannot read "
                + absent
                + ": expected a readable file");

    assertThatThrownBy(() -> RunConfigLoader.load("no:/run.conf", List.of(), Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot read no:/run.conf: ")
        .hasMessageContaining("No FileSystem for scheme");

    Path broken = Files.writeString(folder.resolve("broken.conf"), "data {\n  train = [\n");
    assertThatThrownBy(() -> RunConfigLoader.load(broken.toString(), List.of(), Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("broken.conf: ");

    Path open = Files.writeString(folder.resolve("open.conf"), "output = ${no-such-name}");
    assertThatThrownBy(() -> RunConfigLoader.load(open.toString(), List.of(), Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no-such-name");
  }

  @Test
  void load_wrongOverrides_areReportedWithTheOtherProblems(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("run.conf"), LEAST + "seed = x");

    assertThatThrownBy(
            () ->
                RunConfigLoader.load(
                    file.toString(), List.of("training.shares", "=3", "a..b=1"), Optional.empty()))
        .hasMessage(
            """
            Cannot start training, 4 problems:
              --set expects KEY=VALUE, was: training.shares
              --set expects KEY=VALUE, was: =3
              --set expects KEY=VALUE with a key such as training.batch-size, was: a..b
              seed: must be a whole number; was "x\"""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mnist-800           | 2 | 800  | 0   | 0   | INVERTED
          mnist-1024-dropout  | 3 | 1024 | 0.2 | 0.5 | INVERTED
          mnist-1024-max-norm | 3 | 1024 | 0.2 | 0.5 | CLASSIC
          """)
  void profiles_ofTheDropoutPaper_areItsNetworks(
      String name,
      int layers,
      int units,
      double inputRate,
      double hiddenRate,
      Dropout.Scaling scaling) {
    TrainingRequest request =
        RunConfigLoader.load("../conf/profiles/" + name + ".conf", List.of(), Optional.empty())
            .request();

    TrainingConfig training = request.training();
    assertThat(request.network().hidden().units()).isEqualTo(Collections.nCopies(layers, units));
    assertThat(request.network().dropout())
        .isEqualTo(new Dropout(inputRate, Collections.nCopies(layers, hiddenRate), scaling));
    assertThat(request.data().test()).isInstanceOf(Split.Separate.class);
    assertThat(training.batching().size()).isEqualTo(new BatchSize(100));
    assertThat(training.update().schedule()).isInstanceOf(ExponentialDecay.class);
    assertThat(((Sgd) training.update().optimizer()).momentum()).isEqualTo(0.95);
    assertThat(training.update().maxNorm())
        .isEqualTo(
            name.endsWith("max-norm") ? Optional.of(new MaxNorm(2)) : Optional.<MaxNorm>empty());
    assertThat(training.limits().maxTime()).contains(Duration.ofHours(1));
    assertThat(training.earlyStopping().orElseThrow().monitor()).isEqualTo("validation-error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"letter", "adult", "mnist", "california"})
  void profiles_areRightAndFollowTheRecipe(String name) {
    RunConfig run =
        RunConfigLoader.load("../conf/profiles/" + name + ".conf", List.of(), Optional.empty());

    TrainingRequest request = run.request();
    assertThat(request.network().hidden().units()).containsExactly(256, 256);
    assertThat(request.network().dropout())
        .isEqualTo(new Dropout(0, List.of(0.2, 0.2), Dropout.Scaling.INVERTED));
    assertThat(request.training().batching().size()).isEqualTo(new BatchSize(128));
    assertThat(request.training().update().optimizer()).isInstanceOf(Adam.class);
    assertThat(request.training().update().schedule()).isEqualTo(new ConstantRate(0.001));
    assertThat(request.data().validation()).isEqualTo(new Split.Fraction(0.1));
    assertThat(request.training().earlyStopping().orElseThrow().patience()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a:"})
  void load_listsWithinListsWithoutEnd_isRefusedInASentence(String open, @TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("run.conf");
    Files.writeString(file, LEAST + "variables.deep = " + open.repeat(20_000));

    assertThatThrownBy(() -> RunConfigLoader.load(file.toString(), List.of(), Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot start training, 1 problem:\n  cannot read "
                + file
                + ": lists or blocks lie too deep within one another");
  }

  /** What is included is read by the library alone. */
  @Test
  void load_includedListsWithinListsWithoutEnd_isRefusedInASentence(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("run.conf");
    Files.writeString(file, LEAST + "include \"deep.conf\"");
    Files.writeString(folder.resolve("deep.conf"), "variables.deep = " + "[".repeat(50_000));

    assertThatThrownBy(() -> RunConfigLoader.load(file.toString(), List.of(), Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(file + ": lists or blocks lie too deep within one another");
  }
}
