package io.bellows.driver.training;

import static io.bellows.driver.Refusals.assertRefused;
import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.PackedTable;
import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Split;
import io.bellows.driver.model.TrainedModel;
import io.bellows.driver.preparation.Preparation;
import io.bellows.driver.preparation.PreparationConfig.Impute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An array is what numeric columns of its numbers would be. */
class ArrayColumnsTest {
  private static final int ROWS = 90;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"double", "float", "int", "bigint", "smallint", "tinyint", "decimal(12,3)"})
  void prepared_arrayOfAnyNumbers_isPackedAsColumnsAre(String type) {
    assertPackedAlike(type, Impute.MEAN);
  }

  @ParameterizedTest
  @EnumSource(Impute.class)
  void prepared_arrayWithMissingNumbers_isImputedAsColumnsAre(Impute impute) {
    assertPackedAlike("double", impute);
  }

  private void assertPackedAlike(String type, Impute impute) {
    TestRun columns = run(written("columns", columns(type), label())).impute(impute);
    TestRun array = run(written("array", array(type), label())).impute(impute);

    assertThat(packed(array)).isEqualTo(packed(columns));
  }

  @Test
  void predictAndEvaluate_arrays_giveWhatColumnsGive() {
    String columnsPath = written("columns", columns("double"), label());
    String arrayPath = written("array", array("double"), label());
    TrainedModel columns = run(columnsPath).train().model();
    TrainedModel array = reloaded(run(arrayPath).train().model());

    assertThat(predicted(array, written("floats", "array(float(2.5), NULL, float(id)) AS v", "id")))
        .isEqualTo(
            predicted(columns, written("scalars", "2.5D AS a", "NULL AS b", "id AS c", "id")));
    assertThat(array.evaluate(SparkSessions.local(), parquet(arrayPath)).figures())
        .isEqualTo(columns.evaluate(SparkSessions.local(), parquet(columnsPath)).figures());
  }

  /** Whoever has Spark can prepare rows for the network. */
  @Test
  void save_preparation_isLoadedBySparkAlone() {
    String path = written("array", array("float"), label());
    TestRun run = run(path);
    TrainedModel model = run.train().model();
    String saved = folder.resolve("model").toString();
    model.save(SparkSessions.local(), saved);

    List<List<Float>> inputs =
        PipelineModel.load(saved + "/preparation")
            .transform(SparkSessions.local().read().parquet(path))
            .select(Preparation.FEATURES)
            .collectAsList()
            .stream()
            .map(row -> floats(row.<org.apache.spark.ml.linalg.Vector>getAs(0).toArray()))
            .toList();

    assertThat(inputs)
        .containsExactlyInAnyOrderElementsOf(
            packed(run).rows().stream().map(PackedTable.PackedRow::features).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "'array(2D, double(''NaN''))', 'column \"v[1]\" is not a finite number'",
    "'array(1e39, 2D)', 'column \"v[0]\" has the number 1.0E39; expected at most'",
    "'array(2D)', 'column \"v\" has an array of 1 numbers; expected 2'",
    "'array(2D, 3D, 4D)', 'column \"v\" has an array of 3 numbers; expected 2'",
    "NULL, 'column \"v\" has no array; expected one of 2 numbers'"
  })
  void train_badArray_showsFileAndColumnAndCanBeDropped(String numbers, String sentence) {
    String path =
        written(
            "bad",
            "CASE WHEN id = 3 THEN " + numbers + " ELSE array(double(id), 1D) END AS v",
            label());

    assertRefused(
        TestRun.parquet(path)::train, "Cannot use a row of file:" + path + "/part-", sentence);
    DataSummary summary = TestRun.parquet(path).dropBadRows().train().data();
    assertThat(summary.droppedRows()).isEqualTo(1);
    assertThat(summary.trainingRows()).isEqualTo(ROWS - 1);
  }

  /** The first row, and two of the three files, have another length than most rows. */
  @ParameterizedTest
  @CsvSource({"'id % 3 = 0', 2, 30", "'id % 2 = 0', 2, 45", "'id % 3 > 0', 3, 30"})
  void train_mixedLengths_keepsTheRowsOfTheMostFrequentOrShorterOne(
      String isLong, int length, int dropped) {
    String numbers = "IF(" + isLong + ", array(id, 1, 2), array(id, 1))";
    String arrays = written("mixed", numbers + " AS v", label());
    String vectors = folder.resolve("vectors.parquet").toString();
    SparkSessions.local()
        .read()
        .parquet(arrays)
        .select(array_to_vector(col("v")).as("v"), col("label"))
        .write()
        .parquet(vectors);
    for (String path : List.of(arrays, vectors)) {
      DataSummary summary = TestRun.parquet(path).dropBadRows().train().data();
      assertThat(summary.inputs()).isEqualTo(length);
      assertThat(summary.droppedRows()).isEqualTo(dropped);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CAST(NULL AS array<int>)", "CAST(array() AS array<int>)"})
  void train_arraysWithoutNumbers_areRefused(String numbers) {
    String path = written("none", numbers + " AS v", label());

    assertRefused(
        TestRun.parquet(path)::train,
        "Cannot train on "
            + path
            + ": column \"v\" has no numbers in most rows; list it in columns.ignore");
  }

  @Test
  void train_placeWithoutAnyNumber_isRefusedNamingIt() {
    String path = written("empty", "array(double(id), NULL) AS v", label());

    assertRefused(
        TestRun.parquet(path)::train,
        "Cannot fill in column \"v[1]\": no training row has a value of it");
    assertThat(TestRun.parquet(path).imputeConstant(3).train().data().inputs()).isEqualTo(2);
  }

  @Test
  void train_arrayOfTexts_isRefused() {
    String path = written("texts", "array(string(id)) AS v", label());

    assertRefused(
        TestRun.parquet(path)::train,
        "Cannot use column \"v\" of type array<string>: expected numbers, text, booleans, arrays of numbers or Spark ML vectors; derive a number from it with data.derive, or list it in columns.ignore");
  }

  @Test
  void train_arrayAsTarget_isRefused() {
    String path = written("target", "id AS x", "array(id) AS label");

    assertRefused(
        TestRun.parquet(path)::train,
        "Cannot use column \"label\" of type array<bigint>: expected numbers, text or booleans as the target; derive one of them with data.derive");
  }

  @Test
  void train_secondSourceWithoutTheArrays_isRefused() {
    String path = written("array", array("double"), label());
    String other = TestTable.of("v,label", "1,0").csv(folder.resolve("other.csv"));

    assertRefused(
        TestRun.parquet(path).test(new Split.Separate(TestRun.csvSource(other)))::train,
        "Cannot use "
            + other
            + ": its column \"v\" has the type string, where the model needs arrays of 3 numbers");
  }

  private static TestRun run(String path) {
    return TestRun.parquet(path).hidden(4).maxEpochs(3).batch(20).shares(3);
  }

  /** Three columns of small whole numbers, of which some are missing. */
  private static List<String> numbers(String type) {
    return List.of(
        "CAST(IF(id % 10 = 0, NULL, id % 17) AS " + type + ")",
        "CAST(IF(id % 4 = 1, NULL, id * 5 % 23) AS " + type + ")",
        "CAST(id - 45 AS " + type + ")");
  }

  private static String columns(String type) {
    List<String> numbers = numbers(type);
    return numbers.get(0) + " AS a|" + numbers.get(1) + " AS b|" + numbers.get(2) + " AS c";
  }

  private static String array(String type) {
    return "array(" + String.join(", ", numbers(type)) + ") AS v";
  }

  private static String label() {
    return "id * 5 % 23 > 11 AS label";
  }

  /** Writes a table of expressions over the row's number id; those of columns are parted by |. */
  private String written(String name, String... expressions) {
    String path = folder.resolve(name + ".parquet").toString();
    List<String> columns = new ArrayList<>();
    Arrays.stream(expressions).map(text -> List.of(text.split("\\|"))).forEach(columns::addAll);
    SparkSessions.local()
        .range(0, ROWS, 1, 2)
        .selectExpr(columns.toArray(String[]::new))
        .write()
        .parquet(path);
    return path;
  }

  private static DataSource parquet(String path) {
    return new DataSource("parquet", path, Map.of());
  }

  private static PackedTable packed(TestRun run) {
    try (TrainingData data = TrainingData.prepared(SparkSessions.local(), run.request())) {
      return PackedTable.of(data.training(), data.preparation().inputs());
    }
  }

  private static List<Float> floats(double[] numbers) {
    return Arrays.stream(numbers).mapToObj(number -> (float) number).toList();
  }

  private TrainedModel reloaded(TrainedModel model) {
    String saved = folder.resolve("model").toString();
    model.save(SparkSessions.local(), saved);
    return TrainedModel.load(SparkSessions.local(), saved);
  }

  /** The probabilities by the row's number. */
  private static Map<Long, List<Object>> predicted(TrainedModel model, String path) {
    Map<Long, List<Object>> predicted = new java.util.TreeMap<>();
    model.predict(
        SparkSessions.local(),
        parquet(path),
        OptionalInt.empty(),
        rows -> {
          for (Row row : rows.collectAsList()) {
            predicted.put(
                row.<Long>getAs("id"),
                List.of(row.getAs("prediction"), row.getAs("probability_true")));
          }
        });
    return predicted;
  }
}
