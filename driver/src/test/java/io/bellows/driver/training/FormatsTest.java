package io.bellows.driver.training;

import static io.bellows.driver.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.PackedTable;
import io.bellows.driver.RunBits;
import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Split;
import io.bellows.driver.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that are not files of columns. */
class FormatsTest {
  @TempDir Path folder;

  @Test
  void train_libsvm_hasTheBitsOfDenseVectors() throws IOException {
    DataSource libsvm = libsvm("train", 40, "numFeatures", "3");
    String dense = folder.resolve("dense").toString();
    SparkSessions.local()
        .read()
        .format("libsvm")
        .options(Map.of("numFeatures", "3", "vectorType", "dense"))
        .load(libsvm.path())
        .repartition(3)
        .write()
        .parquet(dense);
    assertThat(bits(TestRun.of(libsvm))).isEqualTo(bits(TestRun.parquet(dense)));
  }

  /** A file whose rows all end in zeros has rows as long as the training table's. */
  @Test
  void train_libsvmTestThatLeavesOutItsLastNumbers_isReadAsLongAsTraining() throws IOException {
    DataSource train = libsvm("train", 40);
    Path file = Files.write(folder.resolve("test.libsvm"), List.of("1 1:0.5", "0 2:-2"));
    DataSource test = new DataSource("libsvm", file.toString(), Map.of());
    TestRun run = TestRun.of(train).test(new Split.Separate(test)).divideBy(1);
    try (TrainingData data = TrainingData.prepared(SparkSessions.local(), run.request())) {
      assertThat(PackedTable.of(data.test().orElseThrow(), 3).rows())
          .extracting(PackedTable.PackedRow::features)
          .containsExactlyInAnyOrder(List.of(0.5f, 0f, 0f), List.of(0f, -2f, 0f));
    }
    TrainingOutcome outcome = run.train();
    Evaluation evaluated = outcome.model().evaluate(SparkSessions.local(), test);
    assertThat(evaluated.figures()).isEqualTo(outcome.test().orElseThrow().figures());
    assertThat(predictions(outcome.model(), test)).isEqualTo(2);
  }

  @Test
  void train_tableOfTheCatalog_isTrainedOnEvaluatedAndPredicted() throws IOException {
    SparkSession spark = SparkSessions.local();
    spark.sql("CREATE DATABASE IF NOT EXISTS shop LOCATION '" + folder.resolve("shop") + "'");
    try {
      spark.range(30).selectExpr("id AS x", "id % 2 AS label").write().saveAsTable("shop.rows");
      DataSource table = new DataSource("table", "shop.rows", Map.of());
      TrainingOutcome outcome =
          TestRun.of(table).filter("x < 20").test(new Split.Separate(table)).train();
      assertThat(outcome.data().trainingRows()).isEqualTo(20);
      assertThat(outcome.model().evaluate(spark, table).figures())
          .isEqualTo(outcome.test().orElseThrow().figures());
      assertThat(predictions(outcome.model(), table)).isEqualTo(30);
    } finally {
      spark.sql("DROP DATABASE shop CASCADE");
    }
  }

  @Test
  void train_lastRowsOfAView_isRefused() {
    SparkSessions.local()
        .range(9)
        .selectExpr("id AS x", "id % 2 AS label")
        .createOrReplaceTempView("nine");
    assertRefused(
        TestRun.of(new DataSource("table", "nine", Map.of())).test(new Split.LastRows(2))::train,
        "Cannot take the last rows of nine: it is rows that are not in files, which have no order");
  }

  /** Any data source of Spark, by its name or class. */
  @Test
  void train_anotherDataSource_isReadWithItsOptions() {
    DataSource source =
        new DataSource(CountingSource.class.getName(), "numbers", Map.of("rows", "7"));
    assertThat(TestRun.of(source).train().data().trainingRows()).isEqualTo(7);
    assertRefused(
        TestRun.of(source)
                .numeric("x")
                .derive("CASE WHEN x = 3 THEN 'three' ELSE string(x) END AS x")
            ::train,
        "Cannot use a row of numbers: column \"x\" is not a number; the row is \"three,1\"");
  }

  /** Rows of three numbers, most of them zero and left out. */
  private DataSource libsvm(String name, int rows, String... options) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      lines.add(i % 2 + (i % 3 == 0 ? "" : " 1:" + i) + (i % 5 == 0 ? " 3:-" + i / 4.0 : " 2:7"));
    }
    Path file = Files.write(folder.resolve(name + ".libsvm"), lines);
    return new DataSource(
        "libsvm", file.toString(), options.length == 0 ? Map.of() : Map.of(options[0], options[1]));
  }

  private static RunBits bits(TestRun run) {
    return RunBits.of(run.validation(0.2).hidden(4).maxEpochs(2).train().result());
  }

  private static long predictions(TrainedModel model, DataSource source) {
    List<Row> rows = new ArrayList<>();
    model.predict(
        SparkSessions.local(),
        source,
        OptionalInt.empty(),
        predictions -> rows.addAll(predictions.collectAsList()));
    return rows.stream().filter(row -> !row.isNullAt(row.fieldIndex("prediction"))).count();
  }
}
