package io.bellows.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.FittedFigures;
import io.bellows.driver.RunBits;
import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.preparation.PreparationConfig;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the same rows are stored, they give the same bits. */
class LayoutParityTest {
  /** The fitted figures, and a hash of each packed block in order. */
  private record Prepared(FittedFigures figures, List<Integer> blocks) {}

  /** JSON's columns come in the order of their names. */
  private static final String[] FEATURES = {"size", "age", "flat", "color", "flag", "code"};

  @TempDir Path folder;

  @Test
  void prepare_sameRowsInSevenLayouts_givesTheSameFiguresAndBlocks() {
    TestTable table = table(100_000, 8);
    Prepared expected = prepared(TestRun.csv(table.csv(folder.resolve("one.csv"))));

    assertThat(expected.figures().means()).hasSize(3);
    assertThat(expected.figures().categories())
        .containsExactly(
            List.of("(missing)", "blue", "green", "red"),
            List.of("(missing)", "false", "true"),
            List.of("(missing)", "0", "12", "2.5"));
    assertThat(expected.blocks()).hasSize(8 * 10);
    assertThat(prepared(TestRun.csv(table.shuffled(1).csv(folder.resolve("shuffled.csv")))))
        .isEqualTo(expected);
    for (int files : List.of(2, 3, 8)) {
      String path = table.shuffled(files).csvFiles(folder.resolve("csv" + files), files);
      assertThat(prepared(TestRun.csv(path))).as("%d files", files).isEqualTo(expected);
    }
    for (String format : List.of("parquet", "orc", "json")) {
      assertThat(prepared(TestRun.of(stored("one.csv", format)))).as(format).isEqualTo(expected);
    }
  }

  @Test
  void train_sameRowsInOtherLayouts_givesTheSameBits() {
    TestTable table = table(600, 9);
    RunBits expected = bits(TestRun.csv(table.csv(folder.resolve("small.csv"))));

    assertThat(bits(TestRun.csv(table.shuffled(2).csvFiles(folder.resolve("csv"), 3))))
        .isEqualTo(expected);
    for (String format : List.of("parquet", "orc", "json", "table")) {
      assertThat(bits(TestRun.of(stored("small.csv", format)))).as(format).isEqualTo(expected);
    }
    assertThat(
            bits(TestRun.csv(folder.resolve("small.csv").toString()).option("inferSchema", "true")))
        .isEqualTo(expected);
  }

  /** Columns that are text in CSV, and booleans and doubles in Parquet. */
  private static TestTable table(int rows, long seed) {
    TestTable mixed = TestTable.mixed(rows, seed);
    List<List<String>> wider = new ArrayList<>();
    for (List<String> row : mixed.rows()) {
      int i = wider.size();
      String flag = i % 7 == 0 ? "" : Boolean.toString(i % 2 == 0);
      String code = List.of("0", "12", "2.5", "?").get(i % 4);
      wider.add(Stream.concat(row.stream(), Stream.of(flag, code)).toList());
    }
    return new TestTable(
        Stream.concat(mixed.columns().stream(), Stream.of("flag", "code")).toList(), wider);
  }

  /** Typed columns, other row groups: numbers as doubles and integers, missing ones as nulls. */
  private DataSource stored(String csv, String format) {
    SparkSession spark = SparkSessions.local();
    Dataset<Row> rows =
        spark
            .read()
            .option("header", "true")
            .csv(folder.resolve(csv).toString())
            .selectExpr(
                "CAST(size AS DOUBLE) AS size",
                "CAST(nullif(age, '?') AS INT) AS age",
                "CAST(flat AS FLOAT) AS flat",
                "color",
                "CAST(weight AS DECIMAL(5, 2)) AS weight",
                "label",
                "CAST(flag AS BOOLEAN) AS flag",
                "CAST(nullif(code, '?') AS DOUBLE) AS code")
            .repartition(3);
    if (format.equals("table")) {
      rows.createOrReplaceTempView("layout");
      return new DataSource("table", "layout", Map.of());
    }
    String path = folder.resolve(csv + "." + format).toString();
    rows.write().format(format).save(path);
    return new DataSource(format, path, Map.of());
  }

  private static RunBits bits(TestRun run) {
    TestRun typed = run.weight("weight").categorical("code").features(FEATURES);
    return RunBits.of(typed.validation(0.2).hidden(8).maxEpochs(2).train().result());
  }

  private static Prepared prepared(TestRun run) {
    TestRun medians =
        run.weight("weight")
            .categorical("code")
            .features(FEATURES)
            .impute(PreparationConfig.Impute.MEDIAN)
            .validation(0.2);
    try (TrainingData data =
        TrainingData.prepared(SparkSessions.local(), medians.shares(8).request())) {
      List<Integer> blocks =
          data.training()
              .blocks()
              .map(
                  block -> {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                      out.writeObject(block);
                    }
                    return Arrays.hashCode(bytes.toByteArray());
                  })
              .collect();
      return new Prepared(FittedFigures.of(data.preparation()), blocks);
    }
  }
}
