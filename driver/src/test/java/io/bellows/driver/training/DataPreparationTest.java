package io.bellows.driver.training;

import static io.bellows.driver.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.PackedTable;
import io.bellows.driver.PlainPreparation;
import io.bellows.driver.RunBits;
import io.bellows.driver.SparkSessions;
import io.bellows.driver.StoredStatus;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.engine.ShareData;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Role;
import io.bellows.driver.input.Split;
import io.bellows.driver.input.idx.IdxWriter;
import io.bellows.driver.preparation.PreparationConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.RDDBlockId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

/** Which rows come where, and that none is lost. Rows are told apart by their number x. */
class DataPreparationTest {
  @TempDir Path folder;

  @Test
  void prepare_fractions_areExactPerClassAndComplete() {
    TestTable table = numbered(203, 3);
    try (TrainingData data = prepared(run(table).validation(0.15).test(0.2))) {
      for (int label = 0; label < 3; label++) {
        long rows = label < 2 ? 68 : 67;
        long test = Math.round(0.2 * rows);
        long validation = Math.round(0.15 * (rows - test));
        assertThat(ofClass(data.test(), label)).isEqualTo(test);
        assertThat(ofClass(data.validation(), label)).isEqualTo(validation);
        assertThat(ofClass(Optional.of(data.training()), label))
            .isEqualTo(rows - test - validation);
      }
      List<Integer> all = new ArrayList<>(numbers(Optional.of(data.training())));
      all.addAll(numbers(data.validation()));
      all.addAll(numbers(data.test()));
      assertThat(all).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 203).boxed().toList());
    }
  }

  @Test
  void prepare_shares_areThoseOfThePlainPlacement() {
    TestTable table = TestTable.mixed(500, 3);
    TestRun run =
        TestRun.csv(csv(table)).weight("weight").dataSeed(5).validation(0.2).test(0.1).shares(7);
    PlainPreparation plain =
        new PlainPreparation(table, List.of("size", "age", "flat"), "label", "weight", 5, 0.2, 0.1);
    try (TrainingData data = prepared(run)) {
      assertThat(PackedTable.of(data.training(), plain.inputs()).rows())
          .isEqualTo(PackedTable.of(plain.shares(Role.TRAINING, 7), plain.inputs()).rows());
      assertThat(PackedTable.of(data.validation().orElseThrow(), plain.inputs()).rows())
          .isEqualTo(PackedTable.of(plain.shares(Role.VALIDATION, 7), plain.inputs()).rows());
      assertThat(PackedTable.of(data.test().orElseThrow(), plain.inputs()).rows())
          .isEqualTo(PackedTable.of(plain.shares(Role.TEST, 7), plain.inputs()).rows());
    }
  }

  @Test
  void prepare_dataSeed_decidesTheSplitAndTheTrainingSeedDoesNot() {
    TestTable table = numbered(100, 2);

    assertThat(validation(run(table).validation(0.3).dataSeed(1).seed(2)))
        .isEqualTo(validation(run(table).validation(0.3).dataSeed(1).seed(3)))
        .isNotEqualTo(validation(run(table).validation(0.3).dataSeed(2).seed(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 0", "1.0 0.0", "true false", "TRUE False", "2 0", "1 ?"})
  void prepare_indicator_marksTheValidationRows(String values) {
    String[] words = values.split(" ");
    List<String> lines = new ArrayList<>(List.of("x,v,label"));
    for (int i = 0; i < 12; i++) {
      lines.add(i + "," + (i % 3 == 0 ? words[0] : words[1]) + "," + i % 2);
    }
    TestRun run =
        TestRun.csv(csv(TestTable.of(lines.toArray(String[]::new))))
            .scale(PreparationConfig.Scale.NONE)
            .validation(new Split.Indicator("v"));
    try (TrainingData data = prepared(run)) {
      assertThat(numbers(data.validation())).containsExactlyInAnyOrder(0, 3, 6, 9);
      assertThat(numbers(Optional.of(data.training())))
          .containsExactlyInAnyOrder(1, 2, 4, 5, 7, 8, 10, 11);
      assertThat(data.preparation().inputs()).isEqualTo(1);
    }
  }

  @Test
  void prepare_booleanIndicator_marksTheValidationRows() {
    String path = folder.resolve("table.parquet").toString();
    SparkSessions.local()
        .range(12)
        .selectExpr("id AS x", "id % 3 = 0 AS v", "id % 2 AS label")
        .write()
        .parquet(path);
    TestRun run =
        TestRun.parquet(path)
            .scale(PreparationConfig.Scale.NONE)
            .validation(new Split.Indicator("1"));
    try (TrainingData data = prepared(run)) {
      assertThat(numbers(data.validation())).containsExactlyInAnyOrder(0, 3, 6, 9);
    }
  }

  @Test
  void prepare_secondSource_givesAllItsRows() {
    TestTable table = numbered(20, 2);
    String other = numbered(33, 2).range(20, 33).csv(folder.resolve("other.csv"));
    TestRun run = run(table).validation(new Split.Separate(TestRun.csvSource(other))).test(0.25);
    try (TrainingData data = prepared(run)) {
      assertThat(numbers(data.validation()))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(20, 33).boxed().toList());
      assertThat(data.test().orElseThrow().rows()).isEqualTo(6);
      assertThat(data.training().rows()).isEqualTo(14);
    }
  }

  /** Spark reads the file in many parts, of which a task takes several in any order. */
  @Test
  void prepare_lastRowsOfAFileReadInParts_areTheLast() {
    TestTable table = numbered(2_000, 2);
    SparkSession spark = SparkSessions.local();
    spark.conf().set("spark.sql.files.maxPartitionBytes", 1_000);
    try (TrainingData data = prepared(run(table).test(new Split.LastRows(123)))) {
      assertThat(spark.read().csv(folder.resolve("table.csv").toString()).rdd().getNumPartitions())
          .isGreaterThan(1);
      assertThat(numbers(data.test()))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(1_877, 2_000).boxed().toList());
      assertThat(data.training().rows()).isEqualTo(1_877);
    } finally {
      spark.conf().unset("spark.sql.files.maxPartitionBytes");
    }
  }

  @Test
  void prepare_lastRowsOfIdxReadInParts_areTheLast() throws IOException {
    Path images = folder.resolve("images.gz");
    Path labels = folder.resolve("labels");
    IdxWriter.writeImages(images, 20_010, 1, 2, i -> new byte[] {(byte) (i >> 8), (byte) i});
    IdxWriter.writeLabels(labels, 20_010, i -> i % 2);
    DataSource source =
        new DataSource("idx", images.toString(), Map.of("labels", labels.toString()));
    TestRun run =
        TestRun.of(source).scale(PreparationConfig.Scale.NONE).test(new Split.LastRows(100));
    try (TrainingData data = prepared(run)) {
      List<Integer> last =
          PackedTable.of(data.test().orElseThrow(), 2).rows().stream()
              .map(row -> (int) (row.features().get(0) * 256 + row.features().get(1)))
              .toList();
      assertThat(last)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(19_910, 20_010).boxed().toList());
    }
  }

  @Test
  void prepare_lastRowsForTestAndValidation_areTakenOneAfterTheOther() {
    TestRun run =
        run(numbered(20, 2)).test(new Split.LastRows(3)).validation(new Split.LastRows(4));
    try (TrainingData data = prepared(run)) {
      assertThat(numbers(data.test())).containsExactlyInAnyOrder(17, 18, 19);
      assertThat(numbers(data.validation())).containsExactlyInAnyOrder(13, 14, 15, 16);
    }
  }

  @Test
  void prepare_lastRowsOfSeveralFiles_isRefused() {
    String path = numbered(20, 2).csvFiles(folder.resolve("files"), 2);

    assertRefused(
        () -> prepared(TestRun.csv(path).test(new Split.LastRows(5))),
        "Cannot take the last rows of " + path + ": it is several files, which have no order");
  }

  @Test
  void prepare_asManyLastRowsAsThereAre_isRefused() {
    assertRefused(
        () -> prepared(run(numbered(20, 2)).test(new Split.LastRows(20))),
        "Cannot take the last 20 rows of ",
        "it has 20; set data.test.last-rows to less");
  }

  @Test
  void prepare_moreSharesThanRows_leavesSomeEmpty() {
    try (TrainingData data = prepared(run(numbered(5, 2)).shares(13))) {
      assertThat(PackedTable.of(data.training(), 1).shares()).containsExactly(0, 1, 2, 3, 4);
      assertThat(numbers(Optional.of(data.training()))).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }
  }

  /** Most of Spark's partitions are empty: files without rows, and a filter. */
  @Test
  void train_emptyPartitions_changeNothing() {
    TestTable table = TestTable.mixed(60, 4);
    Path files = folder.resolve("files");
    table.range(0, 0).csv(files.resolve("a.csv"));
    table.range(0, 60).csv(files.resolve("b.csv"));
    table.range(0, 0).csv(files.resolve("c.csv"));

    assertThat(bits(TestRun.csv(files.toString()).filter("size < 99 OR size IS NULL OR 1 = 1")))
        .isEqualTo(bits(TestRun.csv(csv(table))));
  }

  /** One row has one target, and nothing can be learned from that. */
  @Test
  void train_oneRow_isRefused() {
    assertRefused(
        run(TestTable.of("x,label", "3,a"))::train, "all training rows have the same target, a");
  }

  @Test
  void train_oneRowABatchAndMoreSharesThanRows_hasAnUpdateForEachRow() {
    TestRun run =
        run(TestTable.of("x,y", "1,0.25", "2,0.5", "5,1.5"))
            .target("y")
            .shares(8)
            .batch(1)
            .maxEpochs(2);

    assertThat(run.train().result().history().get(1).updates()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 16})
  void train_otherSharesThanTheDataWasPreparedWith_isRefused(int shares) {
    TestRun run = run(numbered(40, 2));
    try (TrainingData data = prepared(run.shares(8))) {
      assertRefused(
          () -> SparkTrainer.train(data, run.shares(shares).request(), state -> {}),
          "Cannot train with "
              + shares
              + " shares on rows that are packed into 8; set training.shares = 8, or prepare the"
              + " rows anew");
    }
  }

  @Test
  void prepare_equalRows_areAllKept() {
    List<String> lines = new ArrayList<>(List.of("x,label"));
    IntStream.range(0, 60).forEach(i -> lines.add(i % 3 + "," + i % 2));
    TestRun run = run(TestTable.of(lines.toArray(String[]::new))).validation(0.25).shares(4);
    try (TrainingData data = prepared(run)) {
      assertThat(data.validation().orElseThrow().rows()).isEqualTo(16);
      List<Integer> all = new ArrayList<>(numbers(Optional.of(data.training())));
      all.addAll(numbers(data.validation()));
      for (int x = 0; x < 3; x++) {
        int number = x;
        assertThat(all.stream().filter(found -> found == number)).hasSize(20);
      }
    }
  }

  /** Ties are broken by nothing but contents, so equal rows may come in any order. */
  @Test
  void train_equalRowsInAnotherOrder_givesTheSameBits() {
    TestTable table =
        TestTable.mixed(30, 5).and(TestTable.mixed(30, 5)).and(TestTable.mixed(30, 5));
    String first = table.csv(folder.resolve("first.csv"));
    String second = table.shuffled(3).csv(folder.resolve("second.csv"));

    assertThat(bits(TestRun.csv(first).validation(0.2)))
        .isEqualTo(bits(TestRun.csv(second).validation(0.2)));
  }

  @Test
  void train_shareWithoutSomeClass_works() {
    List<String> lines = new ArrayList<>(List.of("x,label"));
    IntStream.range(0, 40).forEach(i -> lines.add(i + "," + (i == 7 ? "rare" : "common")));

    TrainingOutcome outcome = run(TestTable.of(lines.toArray(String[]::new))).shares(8).train();

    assertThat(outcome.model().network().outputs()).isEqualTo(2);
    assertThat(outcome.result().weights().areFinite()).isTrue();
  }

  @Test
  void train_rowsOfWeightZero_areAsAbsent() {
    TestTable table = TestTable.mixed(80, 6);
    int weight = table.columns().indexOf("weight");
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      List<String> row = new ArrayList<>(table.rows().get(i));
      row.set(weight, i % 4 == 0 ? "0" : row.get(weight));
      rows.add(row);
    }
    TestTable zeros = new TestTable(table.columns(), rows);
    TestTable without = zeros.where(row -> !row.get(weight).equals("0"));
    TestRun run = TestRun.csv(zeros.csv(folder.resolve("zeros.csv"))).weight("weight");
    TrainingOutcome outcome = run.validation(0.2).train();

    assertThat(RunBits.of(outcome.result()))
        .isEqualTo(
            bits(
                TestRun.csv(without.csv(folder.resolve("without.csv")))
                    .weight("weight")
                    .validation(0.2)));
    assertThat(outcome.data().zeroWeightRows()).isEqualTo(20);
    assertThat(outcome.data().trainingRows() + outcome.data().validationRows()).isEqualTo(60);
  }

  @ParameterizedTest
  @CsvSource({"1", "500"})
  void prepare_packedRows_takeHardlyMoreThanTheirFloats(int shares) {
    int rows = 20_000;
    SparkSession spark = SparkSessions.local();
    String path = folder.resolve("table.parquet").toString();
    spark
        .range(rows)
        .selectExpr(
            IntStream.range(0, 21)
                .mapToObj(i -> i == 20 ? "id % 2 AS label" : "rand(" + i + ") AS x" + i)
                .toArray(String[]::new))
        .write()
        .parquet(path);
    try (TrainingData data = prepared(TestRun.parquet(path).shares(shares))) {
      assertThat(bytesInMemory(data.training().blocks()))
          .isBetween(4L * rows * 22, (long) (1.1 * 4 * rows * 22));
    }
  }

  private static long bytesInMemory(JavaRDD<?> rows) {
    int stored = CollectionConverters.asJava(rows.rdd().dependencies()).get(0).rdd().id();
    return StoredStatus.all().entrySet().stream()
        .filter(block -> block.getKey().rddId() == stored)
        .mapToLong(block -> block.getValue().memSize())
        .sum();
  }

  /** What was persisted for a run is given back, also when it fails half way. */
  @Test
  void train_afterItsEnd_keepsNothingInMemory() {
    TestTable table = TestTable.mixed(60, 7);
    String unknown =
        TestTable.of("size,age,flat,color,weight,label", "1,1,1,red,1,other")
            .csv(folder.resolve("other.csv"));
    SparkSessions.local();
    Set<RDDBlockId> before = StoredStatus.all().keySet();

    TestRun.csv(csv(table)).validation(0.2).train();
    assertRefused(
        TestRun.csv(csv(table)).validation(new Split.Separate(TestRun.csvSource(unknown)))::train,
        "label \"other\"");

    assertThat(before).containsAll(StoredStatus.all().keySet());
  }

  private TestRun run(TestTable table) {
    return TestRun.csv(csv(table)).scale(PreparationConfig.Scale.NONE);
  }

  private String csv(TestTable table) {
    return table.csv(folder.resolve("table.csv"));
  }

  private static RunBits bits(TestRun run) {
    return RunBits.of(run.train().result());
  }

  /** Rows x = 0, 1, …, of classes 0, 1, … in turn. */
  private static TestTable numbered(int rows, int classes) {
    List<String> lines = new ArrayList<>(List.of("x,label"));
    IntStream.range(0, rows).forEach(i -> lines.add(i + "," + i % classes));
    return TestTable.of(lines.toArray(String[]::new));
  }

  private static TrainingData prepared(TestRun run) {
    return TrainingData.prepared(SparkSessions.local(), run.request());
  }

  private static Set<Integer> validation(TestRun run) {
    try (TrainingData data = prepared(run)) {
      return new HashSet<>(numbers(data.validation()));
    }
  }

  private static List<Integer> numbers(Optional<ShareData> rows) {
    return PackedTable.of(rows.orElseThrow(), 1).rows().stream()
        .map(row -> row.features().get(0).intValue())
        .toList();
  }

  private static long ofClass(Optional<ShareData> rows, int label) {
    return PackedTable.of(rows.orElseThrow(), 1).rows().stream()
        .filter(row -> row.target() == label)
        .count();
  }
}
