package io.bellows.driver;

import io.bellows.driver.input.BadRows;
import io.bellows.driver.input.ColumnsConfig;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Derivation;
import io.bellows.driver.input.Split;
import io.bellows.driver.preparation.ClassWeightsConfig;
import io.bellows.driver.preparation.PreparationConfig;
import io.bellows.driver.training.EmbeddingConfig;
import io.bellows.driver.training.ExecutionConfig;
import io.bellows.driver.training.LossConfig;
import io.bellows.driver.training.NetworkConfig;
import io.bellows.driver.training.Part;
import io.bellows.driver.training.SparkTrainer;
import io.bellows.driver.training.TrainingOutcome;
import io.bellows.driver.training.TrainingRequest;
import io.bellows.kernels.Task;
import io.bellows.kernels.activation.Activation;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.averaging.Averaging;
import io.bellows.kernels.constraint.Clipping;
import io.bellows.kernels.constraint.MaxNorm;
import io.bellows.kernels.data.BatchSize;
import io.bellows.kernels.data.LastBatch;
import io.bellows.kernels.initializer.Initializer;
import io.bellows.kernels.initializer.VarianceScaling;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.network.HiddenLayers;
import io.bellows.kernels.optimizer.Adam;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.optimizer.Penalties;
import io.bellows.kernels.schedule.ConstantRate;
import io.bellows.kernels.schedule.LearningRateSchedule;
import io.bellows.kernels.schedule.ReduceOnPlateau;
import io.bellows.kernels.training.Batching;
import io.bellows.kernels.training.EarlyStopping;
import io.bellows.kernels.training.Evaluations;
import io.bellows.kernels.training.Limits;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.UpdateRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** Builds requests for training runs from what a test cares about. */
public final class TestRun {
  private DataSource train;
  private Split validation = new Split.None();
  private Split test = new Split.None();
  private long dataSeed = 1;
  private List<Derivation> derive = List.of();
  private Optional<String> filter = Optional.empty();
  private BadRows badRows = BadRows.FAIL;
  private List<String> targets = List.of("label");
  private Optional<String> weight = Optional.empty();
  private List<String> features = List.of();
  private List<String> ignore = List.of();
  private List<String> numeric = List.of();
  private List<String> categorical = List.of();
  private PreparationConfig.Impute impute = PreparationConfig.Impute.MEAN;
  private double constant;
  private PreparationConfig.Scale scale = PreparationConfig.Scale.AUTO;
  private double divisor = 1;
  private PreparationConfig.Unseen unseen = PreparationConfig.Unseen.IGNORE;
  private int maxCategories = 1_000;
  private OptionalInt buckets = OptionalInt.empty();
  private Optional<Task> task = Optional.empty();
  private Set<String> metrics = Set.of();
  private boolean standardize = true;
  private ClassWeightsConfig classWeights = new ClassWeightsConfig.None();
  private List<Integer> hidden = List.of();
  private Activation activation = new Relu();
  private Initializer initializer = VarianceScaling.HE_NORMAL;
  private boolean residual;
  private boolean layerNorm;
  private Optional<EmbeddingConfig> embedding = Optional.empty();
  private Optional<Dropout> dropout = Optional.empty();
  private long seed = 1;
  private int shares = 2;
  private BatchSize batchSize = new BatchSize(50);
  private int maxEpochs = 1;
  private double rate = 0.01;
  private Optimizer optimizer = new Adam(0.9, 0.999, 1e-7);
  private Optional<LearningRateSchedule> schedule = Optional.empty();
  private Optional<ReduceOnPlateau> plateau = Optional.empty();
  private LossConfig loss = LossConfig.AUTO;
  private Clipping clipping = Clipping.NONE;
  private Penalties penalties = Penalties.NONE;
  private Optional<MaxNorm> maxNorm = Optional.empty();
  private boolean evaluateTraining;
  private Optional<Averaging> averaging = Optional.empty();
  private OptionalLong maxRounds = OptionalLong.empty();
  private int members = 1;
  private Part part = Part.WHOLE;
  private Optional<EarlyStopping> earlyStopping = Optional.empty();
  private ExecutionConfig execution = ExecutionConfig.AUTO;

  private TestRun(DataSource train) {
    this.train = train;
  }

  public static DataSource csvSource(String path) {
    return new DataSource("csv", path, Map.of("header", "true"));
  }

  public static TestRun csv(String path) {
    return new TestRun(csvSource(path));
  }

  public static TestRun parquet(String path) {
    return of(new DataSource("parquet", path, Map.of()));
  }

  public static TestRun of(DataSource source) {
    return new TestRun(source);
  }

  public TestRun option(String key, String value) {
    Map<String, String> options = new TreeMap<>(train.options());
    options.put(key, value);
    train = new DataSource(train.format(), train.path(), options);
    return this;
  }

  public TestRun validation(double fraction) {
    return validation(new Split.Fraction(fraction));
  }

  public TestRun validation(Split value) {
    validation = value;
    return this;
  }

  public TestRun test(double fraction) {
    return test(new Split.Fraction(fraction));
  }

  public TestRun test(Split value) {
    test = value;
    return this;
  }

  public TestRun dataSeed(long value) {
    dataSeed = value;
    return this;
  }

  public TestRun derive(String... expressions) {
    derive = List.of(expressions).stream().map(Derivation::parse).toList();
    return this;
  }

  public TestRun filter(String condition) {
    filter = Optional.of(condition);
    return this;
  }

  public TestRun dropBadRows() {
    badRows = BadRows.DROP;
    return this;
  }

  public TestRun target(String... columns) {
    targets = List.of(columns);
    return this;
  }

  public TestRun weight(String column) {
    weight = Optional.of(column);
    return this;
  }

  public TestRun features(String... columns) {
    features = List.of(columns);
    return this;
  }

  public TestRun ignore(String... columns) {
    ignore = List.of(columns);
    return this;
  }

  public TestRun numeric(String... columns) {
    numeric = List.of(columns);
    return this;
  }

  public TestRun categorical(String... columns) {
    categorical = List.of(columns);
    return this;
  }

  public TestRun impute(PreparationConfig.Impute value) {
    impute = value;
    return this;
  }

  public TestRun imputeConstant(double value) {
    constant = value;
    return impute(PreparationConfig.Impute.CONSTANT);
  }

  public TestRun scale(PreparationConfig.Scale value) {
    scale = value;
    return this;
  }

  public TestRun divideBy(double value) {
    divisor = value;
    return scale(PreparationConfig.Scale.DIVIDE_BY);
  }

  public TestRun failOnUnseen() {
    unseen = PreparationConfig.Unseen.FAIL;
    return this;
  }

  public TestRun maxCategories(int value) {
    maxCategories = value;
    return this;
  }

  public TestRun hashedTo(int value) {
    buckets = OptionalInt.of(value);
    return this;
  }

  public TestRun task(Task value) {
    task = Optional.of(value);
    return this;
  }

  public TestRun metrics(String... names) {
    metrics = Set.of(names);
    return this;
  }

  public TestRun withoutStandardizedTarget() {
    standardize = false;
    return this;
  }

  public TestRun classWeights(ClassWeightsConfig value) {
    classWeights = value;
    return this;
  }

  public TestRun hidden(Integer... units) {
    hidden = List.of(units);
    return this;
  }

  public TestRun activation(Activation value) {
    activation = value;
    return this;
  }

  public TestRun initializer(Initializer value) {
    initializer = value;
    return this;
  }

  public TestRun residual() {
    residual = true;
    return this;
  }

  /** Embeds columns of at least so many categories, by the usual rule. */
  public TestRun embedding(int fromCategories) {
    embedding = Optional.of(new EmbeddingConfig(fromCategories, OptionalInt.empty()));
    return this;
  }

  public TestRun layerNorm() {
    layerNorm = true;
    return this;
  }

  public TestRun dropout(double input, Double... hiddenRates) {
    dropout = Optional.of(new Dropout(input, List.of(hiddenRates), Dropout.Scaling.INVERTED));
    return this;
  }

  public TestRun seed(long value) {
    seed = value;
    return this;
  }

  public TestRun shares(int value) {
    shares = value;
    return this;
  }

  public TestRun batch(long rows) {
    batchSize = new BatchSize(rows);
    return this;
  }

  public TestRun maxEpochs(int value) {
    maxEpochs = value;
    return this;
  }

  public TestRun maxRounds(long value) {
    maxRounds = OptionalLong.of(value);
    return this;
  }

  public TestRun rate(double value) {
    rate = value;
    return this;
  }

  public TestRun optimizer(Optimizer value) {
    optimizer = value;
    return this;
  }

  public TestRun schedule(LearningRateSchedule value) {
    schedule = Optional.of(value);
    return this;
  }

  public TestRun maxNorm(double limit) {
    maxNorm = Optional.of(new MaxNorm(limit));
    return this;
  }

  public TestRun loss(LossConfig value) {
    loss = value;
    return this;
  }

  public TestRun clipping(Clipping value) {
    clipping = value;
    return this;
  }

  public TestRun penalties(Penalties value) {
    penalties = value;
    return this;
  }

  public TestRun plateau(ReduceOnPlateau value) {
    plateau = Optional.of(value);
    return this;
  }

  public TestRun evaluateTraining() {
    evaluateTraining = true;
    return this;
  }

  public TestRun averaging(Averaging value) {
    averaging = Optional.of(value);
    return this;
  }

  public TestRun ensemble(int networks) {
    members = networks;
    return this;
  }

  public TestRun refit() {
    part = Part.SEARCH;
    return this;
  }

  public TestRun earlyStopping(EarlyStopping value) {
    earlyStopping = Optional.of(value);
    return this;
  }

  public TestRun monitor(String figure, int patience) {
    earlyStopping =
        Optional.of(
            new EarlyStopping(
                figure,
                Metric.Direction.MINIMIZE,
                0,
                patience,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                0,
                0,
                true));
    return this;
  }

  /** Carries it out by an engine and kernels of these names. */
  public TestRun on(String engine, Kernels kernels) {
    execution = new ExecutionConfig(engine, kernels.settingName());
    return this;
  }

  public TrainingConfig training() {
    return new TrainingConfig(
        seed,
        initializer,
        new Batching(shares, batchSize, LastBatch.KEEP),
        new UpdateRule(
            optimizer,
            schedule.orElseGet(() -> new ConstantRate(rate)),
            plateau,
            clipping,
            penalties,
            maxNorm),
        new Limits(maxEpochs, maxRounds, Optional.empty(), OptionalDouble.empty()),
        averaging,
        new Evaluations(1, evaluateTraining),
        earlyStopping);
  }

  public NetworkConfig network() {
    return new NetworkConfig(
        embedding,
        new HiddenLayers(hidden, activation, residual, layerNorm),
        loss,
        dropout.orElseGet(() -> Dropout.none(hidden.size())));
  }

  public TrainingRequest request() {
    return new TrainingRequest(
        new DataConfig(train, validation, test, dataSeed, derive, filter, badRows),
        new ColumnsConfig(
            targets, weight, features, ignore, numeric, categorical, List.of("", "?")),
        new PreparationConfig(
            new PreparationConfig.Numeric(impute, constant, scale, divisor),
            new PreparationConfig.Categorical(unseen, maxCategories, buckets),
            new PreparationConfig.Target(task, standardize),
            classWeights),
        network(),
        training(),
        metrics,
        execution,
        members,
        part);
  }

  public TrainingOutcome train() {
    return trainOn(SparkSessions.local());
  }

  public TrainingOutcome trainOn(SparkSession spark) {
    return SparkTrainer.train(spark, request(), state -> {});
  }
}
