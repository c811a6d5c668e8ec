package io.bellows.driver.training;

import io.bellows.driver.checkpoint.DataFingerprint;
import io.bellows.driver.checkpoint.FittedRun;
import io.bellows.driver.engine.ShareData;
import io.bellows.driver.engine.StorageBudget;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Fractions;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.PlacedRows;
import io.bellows.driver.input.Role;
import io.bellows.driver.input.RowCheck;
import io.bellows.driver.input.RowCodec;
import io.bellows.driver.input.RowFailures;
import io.bellows.driver.input.RowsFingerprint;
import io.bellows.driver.input.SchemaInference;
import io.bellows.driver.input.Split;
import io.bellows.driver.input.SplitColumn;
import io.bellows.driver.input.SplitTable;
import io.bellows.driver.input.Table;
import io.bellows.driver.input.TableDeclaration;
import io.bellows.driver.input.TableSchema;
import io.bellows.driver.preparation.ClassWeights;
import io.bellows.driver.preparation.Packing;
import io.bellows.driver.preparation.Preparation;
import io.bellows.driver.preparation.TaskInference;
import io.bellows.driver.progress.JobDescription;
import io.bellows.kernels.Task;
import io.bellows.kernels.data.TaskShares;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From sources to packed rows: read, declare types, check, place, prepare, pack. */
final class DataPreparation {
  private static final Logger LOG = LoggerFactory.getLogger(DataPreparation.class);

  /** The checked rows of a set that is told apart before rows are placed. */
  private record Apart(DataSource source, RowCheck.Result rows) {}

  /** Packed rows that were held out, and what they are known by where they were told apart. */
  private record HeldOut(Optional<ShareData> rows, Optional<RowsFingerprint> fingerprint) {}

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final TrainingRequest request;
  private final Optional<FittedRun> fitted;
  private final DataConfig data;
  private final RowCodec codec;
  private final JobDescription phase;
  private final List<ShareData> persisted = new ArrayList<>();
  private long dropped;
  private long weightless;

  DataPreparation(SparkSession spark, TrainingRequest request, Optional<FittedRun> fitted) {
    this.spark = spark;
    this.fitted = fitted;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.request = request;
    this.data = request.data();
    this.codec = new RowCodec(data.seed());
    this.phase = new JobDescription(spark.sparkContext());
  }

  /** Asked when jobs have run: executors register while the first ones do. */
  private TaskShares tasks() {
    int shares = request.training().batching().shares();
    int slots = context.defaultParallelism();
    if (slots > shares) {
      LOG.info(
          "{} of {} task slots stand idle; training.shares = {} would use them, with other bits",
          slots - shares,
          slots,
          slots);
    }
    return new TaskShares(shares, Math.min(shares, slots));
  }

  /**
   * Prepares.
   *
   * @throws InputException when the data cannot be used; nothing stays in memory then
   */
  TrainingData prepare() {
    try (phase) {
      return RowFailures.explained(data.train(), this::prepared);
    } catch (RuntimeException e) {
      persisted.forEach(ShareData::close);
      throw e;
    }
  }

  /** Says what comes next; its jobs are called so, too. */
  private void begin(String what) {
    LOG.info(what);
    phase.set("%s", what);
  }

  private TrainingData prepared() {
    begin("Reading " + data.train().path() + " (" + data.train().format() + ")");
    Table table = Table.read(spark, data.train(), data.derive(), data.filter());
    TableDeclaration declaration =
        fitted.map(FittedRun::declaration).orElseGet(() -> declaration(table));
    TableSchema schema = declaration.schema();
    table.requireColumns(schema, true);
    SplitTable test = SplitTable.of(spark, "data.test", data.test(), table, schema, data);
    SplitTable validation =
        SplitTable.of(spark, "data.validation", data.validation(), test.remaining(), schema, data);
    List<SplitColumn> splitColumns = SplitColumn.of(data, table, schema);
    JavaRDD<Row> remaining = checked(validation.remaining(), schema, splitColumns).usable();
    Optional<Apart> testApart = apart(test, data.test(), schema, splitColumns);
    Optional<Apart> validationApart = apart(validation, data.validation(), schema, splitColumns);
    if (joinsValidation() && validationApart.isPresent()) {
      remaining = remaining.union(validationApart.get().rows().usable());
      validationApart = Optional.empty();
    }
    Task task =
        fitted.isPresent()
            ? fitted.get().preparation().target().task()
            : TaskInference.of(remaining, schema, request.preparation().target().task());
    begin("Placing the rows of the training, validation and test sets");
    try (PlacedRows placed = new PlacedRows(remaining, schema, codec, fractions(task))) {
      requireSame("data.train", placed.fingerprint(), DataFingerprint::table);
      requireTrainingRows(placed);
      Preparation preparation =
          fitted.map(FittedRun::preparation).orElseGet(() -> fit(placed, declaration, table, task));
      ClassWeights classWeights =
          fitted
              .map(FittedRun::classWeights)
              .orElseGet(() -> classWeights(placed, schema, preparation));
      Packing packing = new Packing(spark, codec, schema, preparation, tasks());
      begin("Preparing and packing the rows");
      requireRoom(placed, testApart, validationApart, packing);
      ShareData training =
          packed(packing.weighing(classWeights), placed, Role.TRAINING).orElseThrow();
      HeldOut forValidation =
          heldOut(packing, placed, Role.VALIDATION, validationSplit(), validationApart, schema);
      HeldOut forTest = heldOut(packing, placed, Role.TEST, data.test(), testApart, schema);
      return new TrainingData(
          training,
          forValidation.rows,
          forTest.rows,
          preparation,
          classWeights,
          declaration,
          DataFingerprint.of(placed.fingerprint(), forValidation.fingerprint, forTest.fingerprint),
          dropped,
          weightless);
    }
  }

  private TableDeclaration declaration(Table table) {
    TableSchema schema = SchemaInference.infer(table, request.columns(), data);
    return new TableDeclaration(
        data.train(), data.derive(), data.filter().orElse(null), data.badRows(), schema);
  }

  private Preparation fit(PlacedRows placed, TableDeclaration declaration, Table table, Task task) {
    begin("Fitting the preparation");
    return Preparation.fit(
        placed, codec, declaration, request.preparation().resolvedFor(data.train()), table, task);
  }

  private ClassWeights classWeights(
      PlacedRows placed, TableSchema schema, Preparation preparation) {
    return ClassWeights.of(
        request.preparation().classWeights(), placed, codec, schema, preparation.target());
  }

  /** Rows that are not those an earlier attempt was fitted to would give other bits. */
  private void requireSame(
      String key, RowsFingerprint now, Function<DataFingerprint, @Nullable RowsFingerprint> part) {
    if (fitted.isEmpty()) {
      return;
    }
    RowsFingerprint before = part.apply(fitted.get().fingerprint());
    if (!now.equals(before)) {
      throw new InputException(
          String.format(
              "Cannot go on with this run: the rows of %s have changed since it began; there were %s, now there are %s. Bring the old rows back, choose another output, or train again with --overwrite",
              key, before, now));
    }
  }

  private static void requireTrainingRows(PlacedRows placed) {
    if (placed.count(Role.TRAINING) == 0) {
      throw new InputException(
          "Cannot train: validation and test leave no training rows; lower their fractions");
    }
  }

  /** The rows of a second source need no value to split by. */
  private Optional<Apart> apart(
      SplitTable parts, Split split, TableSchema schema, List<SplitColumn> splitColumns) {
    List<SplitColumn> needed = split instanceof Split.Separate ? List.of() : splitColumns;
    return parts.heldOut().map(table -> new Apart(table.source(), checked(table, schema, needed)));
  }

  private RowCheck.Result checked(Table table, TableSchema schema, List<SplitColumn> splitColumns) {
    RowCheck.Result result =
        RowFailures.explained(
            table.source(), () -> RowCheck.labelled(table, schema, data.badRows(), splitColumns));
    dropped += result.dropped();
    weightless += result.weightless();
    return result;
  }

  private Fractions fractions(Task task) {
    return new Fractions(
        fraction(validationSplit()), fraction(data.test()), task == Task.CLASSIFICATION);
  }

  private boolean joinsValidation() {
    return request.part() == Part.REFIT;
  }

  /** How validation rows are held out; in the second part of a run they are trained on. */
  private Split validationSplit() {
    return joinsValidation() ? new Split.None() : data.validation();
  }

  private static double fraction(Split split) {
    return split instanceof Split.Fraction part ? part.fraction() : 0;
  }

  private HeldOut heldOut(
      Packing packing,
      PlacedRows placed,
      Role role,
      Split split,
      Optional<Apart> apart,
      TableSchema schema) {
    if (split instanceof Split.None) {
      return new HeldOut(Optional.empty(), Optional.empty());
    }
    HeldOut heldOut =
        apart.isPresent()
            ? RowFailures.explained(
                apart.get().source(),
                () -> packedApart(packing, apart.get().rows().usable(), schema, role))
            : new HeldOut(packed(packing, placed, role), Optional.empty());
    if (heldOut.rows.isEmpty()) {
      String name = role.name().toLowerCase(Locale.ROOT);
      throw new InputException(
          String.format(
              "Cannot use data.%s: its fraction of the %d rows is no row at all; raise it, or set data.%s = none",
              name, rowsToChooseFrom(placed, role), name));
    }
    return heldOut;
  }

  /** Test rows are taken first, validation rows of what they leave. */
  private static long rowsToChooseFrom(PlacedRows placed, Role role) {
    long others = role == Role.TEST ? placed.count(Role.VALIDATION) : 0;
    return placed.count(Role.TRAINING) + others;
  }

  private HeldOut packedApart(Packing packing, JavaRDD<Row> rows, TableSchema schema, Role role) {
    try (PlacedRows apart = new PlacedRows(rows, schema, codec, Fractions.NONE)) {
      boolean isTest = role == Role.TEST;
      requireSame(
          isTest ? "data.test" : "data.validation",
          apart.fingerprint(),
          isTest ? DataFingerprint::test : DataFingerprint::validation);
      return new HeldOut(packed(packing, apart, Role.TRAINING), Optional.of(apart.fingerprint()));
    }
  }

  private Optional<ShareData> packed(Packing packing, PlacedRows placed, Role role) {
    if (placed.count(role) == 0) {
      return Optional.empty();
    }
    ShareData rows = ShareData.persisted(packing.pack(placed, role), packing.tasks());
    persisted.add(rows);
    return Optional.of(rows);
  }

  private void requireRoom(
      PlacedRows placed, Optional<Apart> test, Optional<Apart> validation, Packing packing) {
    long rows =
        Arrays.stream(Role.values()).mapToLong(placed::count).sum()
            + Stream.of(test, validation)
                .flatMap(Optional::stream)
                .mapToLong(apart -> apart.rows().count())
                .sum();
    StorageBudget.of(context).require(rows, packing.bytesPerRow(placed));
  }
}
