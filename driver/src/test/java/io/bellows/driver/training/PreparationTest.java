package io.bellows.driver.training;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.driver.FittedFigures;
import io.bellows.driver.PackedTable;
import io.bellows.driver.PlainPreparation;
import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Split;
import io.bellows.driver.input.idx.IdxWriter;
import io.bellows.driver.preparation.ClassLabels;
import io.bellows.driver.preparation.Preparation;
import io.bellows.driver.preparation.PreparationConfig.Impute;
import io.bellows.driver.preparation.PreparationConfig.Scale;
import io.bellows.driver.preparation.RealTarget;
import io.bellows.driver.preparation.RealTargets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What columns become. */
class PreparationTest {
  @TempDir Path folder;

  @Test
  void fit_standard_hasTheFiguresOfExactDecimals() {
    TestTable table = TestTable.mixed(700, 10);
    TestTable withoutWeight =
        new TestTable(
            List.of("size", "age", "flat", "color", "label"),
            table.rows().stream()
                .map(row -> List.of(row.get(0), row.get(1), row.get(2), row.get(3), row.get(5)))
                .toList());
    PlainPreparation plain =
        new PlainPreparation(withoutWeight, List.of("size", "age", "flat"), "label", "", 1, 0.2, 0);
    try (TrainingData data = prepared(run(withoutWeight).validation(0.2))) {
      FittedFigures figures = FittedFigures.of(data.preparation());
      assertThat(figures.surrogates()).isEqualTo(plain.surrogates());
      assertThat(figures.means()).isEqualTo(plain.means());
      assertThat(figures.divisors()).isEqualTo(plain.deviations());
      assertThat(figures.categories()).isEqualTo(plain.categories());
      assertThat(((ClassLabels) data.preparation().target()).labels()).isEqualTo(plain.labels());
      assertThat(data.preparation().constant()).containsExactly("flat");
    }
  }

  @Test
  void fit_median_isTheMiddleOfTheSortedNumbers() {
    TestTable table = TestTable.mixed(401, 11);
    List<Double> sizes = numbers(table.column("size"));
    List<Double> ages = numbers(table.column("age"));
    try (TrainingData data = prepared(run(table).impute(Impute.MEDIAN))) {
      assertThat(FittedFigures.of(data.preparation()).surrogates().subList(0, 2))
          .containsExactly(median(sizes), median(ages));
    }
  }

  @Test
  void fit_medianWithoutNumbers_hasNothingToFillIn() {
    try (TrainingData data =
        prepared(run(TestTable.of("c,label", "red,a", "blue,b", "red,a")).impute(Impute.MEDIAN))) {
      assertThat(data.preparation().inputs()).isEqualTo(2);
    }
  }

  @Test
  void fit_constantForMissing_isUsedAsItIs() {
    TestRun run = run(TestTable.of("x,label", "1,a", ",b", "3,a")).imputeConstant(-2);

    assertThat(inputs(run.scale(Scale.NONE))).containsExactlyInAnyOrder(1f, -2f, 3f);
  }

  @Test
  void fit_minMax_goesFromZeroToOne() {
    assertThat(inputs(run(TestTable.of("x,label", "-5,a", "0,b", "15,a")).scale(Scale.MIN_MAX)))
        .containsExactlyInAnyOrder(0f, 0.25f, 1f);
  }

  @Test
  void fit_divideBy_dividesOnly() {
    assertThat(inputs(run(TestTable.of("x,label", "-5,a", "0,b", "15,a")).divideBy(4)))
        .containsExactlyInAnyOrder(-1.25f, 0f, 3.75f);
  }

  @Test
  void fit_constantColumn_becomesZeroAndIsNamed() {
    TestTable table = TestTable.of("x,y,label", "1,7,a", "2,,b", "3,7,a");
    for (Scale scale : List.of(Scale.STANDARD, Scale.MIN_MAX, Scale.NONE)) {
      try (TrainingData data = prepared(run(table).scale(scale))) {
        assertThat(data.preparation().constant()).containsExactly("y");
        assertThat(PackedTable.of(data.training(), 2).rows())
            .allSatisfy(row -> assertThat(row.features().get(1)).isEqualTo(0f));
      }
    }
  }

  /**
   * Three times 0.1, added up and divided by three, is one unit in the last place more than 0.1.
   */
  @Test
  void fit_constantNumberOfAVector_becomesZeroAndIsNotNamed() {
    String path = folder.resolve("vectors.parquet").toString();
    SparkSessions.local()
        .range(3)
        .selectExpr("array(double(id), 0.1D) AS numbers", "id % 2 AS label")
        .select(array_to_vector(col("numbers")).as("v"), col("label"))
        .write()
        .parquet(path);
    try (TrainingData data = prepared(TestRun.parquet(path))) {
      assertThat(PackedTable.of(data.training(), 2).rows())
          .extracting(row -> row.features().get(1))
          .containsExactly(0f, 0f, 0f);
      assertThat(data.preparation().constant()).isEmpty();
    }
  }

  @Test
  void fit_categories_areOneHotInOrderOfTheirTextsAndUnseenOnesZero() {
    TestTable table = TestTable.of("c,label", "red,a", "blue,b", ",a", "it's \\,b");
    String other = TestTable.of("c,label", "green,a", "red,b").csv(folder.resolve("other.csv"));
    TestRun run = run(table).validation(new Split.Separate(TestRun.csvSource(other)));
    try (TrainingData data = prepared(run)) {
      assertThat(FittedFigures.of(data.preparation()).categories())
          .containsExactly(List.of("(missing)", "blue", "it's \\", "red"));
      assertThat(PackedTable.of(data.training(), 4).rows())
          .extracting(PackedTable.PackedRow::features)
          .containsExactlyInAnyOrder(
              List.of(1f, 0f, 0f, 0f),
              List.of(0f, 1f, 0f, 0f),
              List.of(0f, 0f, 1f, 0f),
              List.of(0f, 0f, 0f, 1f));
      assertThat(PackedTable.of(data.validation().orElseThrow(), 4).rows())
          .extracting(PackedTable.PackedRow::features)
          .containsExactlyInAnyOrder(List.of(0f, 0f, 0f, 0f), List.of(0f, 0f, 0f, 1f));
    }
  }

  @Test
  void fit_failOnUnseen_givesTheSameOneHotForWhatWasSeen() {
    TestTable table = TestTable.of("c,label", "red,a", "blue,b", "it's \\,a");
    try (TrainingData data = prepared(run(table).failOnUnseen())) {
      assertThat(PackedTable.of(data.training(), 3).rows())
          .extracting(PackedTable.PackedRow::features)
          .containsExactlyInAnyOrder(List.of(1f, 0f, 0f), List.of(0f, 1f, 0f), List.of(0f, 0f, 1f));
    }
  }

  /** Types follow from contents: a text column of numbers is a number, in CSV as in Parquet. */
  @Test
  void fit_textOfNumbers_isANumberUnlessDeclaredACategory() {
    TestTable table = TestTable.of("c,label", " 1 ,a", "2.0,b", "?,a", "1e1,b");

    assertThat(inputs(run(table).scale(Scale.NONE).imputeConstant(0)))
        .containsExactlyInAnyOrder(1f, 2f, 0f, 10f);
    try (TrainingData data = prepared(run(table).categorical("c"))) {
      assertThat(data.preparation().inputs()).isEqualTo(4);
    }
  }

  /** Ten comes after two. */
  @Test
  void fit_numberLabels_areInOrderOfTheirNumbers() {
    try (TrainingData data = prepared(run(TestTable.of("x,label", "1,10", "2,2", "3,-1")))) {
      assertThat(((ClassLabels) data.preparation().target()).labels())
          .containsExactly("-1", "2", "10");
    }
  }

  @Test
  void fit_realTarget_isStandardisedAndItsMetricsAreInItsOwnUnits() {
    TestTable table = TestTable.real(300, 12);
    List<Double> prices = numbers(table.column("price"));
    double mean = prices.stream().mapToDouble(p -> p).average().orElseThrow();
    double deviation =
        Math.sqrt(
            prices.stream().mapToDouble(p -> (p - mean) * (p - mean)).average().orElseThrow());
    TestRun run = run(table).target("price").test(0.2).rate(0.1).maxEpochs(30);
    try (TrainingData data = prepared(run(table).target("price"))) {
      RealTarget target = ((RealTargets) data.preparation().target()).numbers().get(0);
      assertThat(target.mean()).isCloseTo(mean, within(1e-6));
      assertThat(target.scale()).isCloseTo(deviation, within(1e-6));
      assertThat(PackedTable.of(data.training(), 2).rows())
          .allSatisfy(row -> assertThat(Math.abs(row.target())).isLessThan(3f));
    }

    Evaluation test = run.train().test().orElseThrow();
    Map<String, Double> figures = test.figures();
    assertThat(figures.get("rmse")).isBetween(350.0, 700.0);
    assertThat(figures.get("mse")).isCloseTo(Math.pow(figures.get("rmse"), 2), within(1e-6));
    assertThat(figures.get("mae")).isLessThan(figures.get("rmse"));
    assertThat(figures.get("r2")).isGreaterThan(0.98);
  }

  @Test
  void fit_withoutStandardisedTarget_leavesItAsItIs() {
    TestRun run =
        run(TestTable.of("x,y", "1,0.5", "2,7.25")).target("y").withoutStandardizedTarget();
    try (TrainingData data = prepared(run)) {
      assertThat(PackedTable.of(data.training(), 1).rows())
          .extracting(PackedTable.PackedRow::target)
          .containsExactlyInAnyOrder(0.5f, 7.25f);
    }
  }

  @Test
  void fit_idx_dividesBytesBy255() throws IOException {
    Path images = folder.resolve("images.gz");
    Path labels = folder.resolve("labels.gz");
    IdxWriter.writeImages(images, 2, 1, 2, i -> new byte[] {(byte) (i * 255), (byte) (51 + i)});
    IdxWriter.writeLabels(labels, 2, i -> i + 3);
    TestRun run =
        TestRun.of(new DataSource("idx", images.toString(), Map.of("labels", labels.toString())));
    try (TrainingData data = prepared(run)) {
      assertThat(((ClassLabels) data.preparation().target()).labels()).containsExactly("3", "4");
      assertThat(PackedTable.of(data.training(), 2).rows())
          .extracting(PackedTable.PackedRow::features)
          .containsExactlyInAnyOrder(List.of(0f, 51 / 255f), List.of(1f, 52 / 255f));
    }
  }

  /** The saved pipeline needs nothing of ours to give what the network is given. */
  @Test
  void whole_savedAndAppliedBySparkMl_givesTheNetworksInputs() throws IOException {
    TestTable table = TestTable.mixed(200, 13);
    String path = table.csv(folder.resolve("table.csv"));
    TestRun run =
        TestRun.csv(path)
            .derive(
                "CAST(nullif(age, '?') AS DOUBLE) / 10 AS decades",
                "concat(color, '!') AS color",
                "CAST(decades > 4 AS INT) AS old")
            .ignore("weight", "flat");
    String saved = folder.resolve("preparation").toString();
    SparkSession spark = SparkSessions.local();
    try (TrainingData data = prepared(run)) {
      data.preparation().whole().write().save(saved);
      Dataset<Row> raw = spark.read().option("header", "true").csv(path);
      List<List<Float>> inputs =
          PipelineModel.load(saved)
              .transform(raw)
              .select(Preparation.FEATURES)
              .toJavaRDD()
              .map(row -> floats(row.getAs(0)))
              .collect();

      assertThat(PackedTable.of(data.training(), data.preparation().inputs()).rows())
          .extracting(PackedTable.PackedRow::features)
          .containsExactlyInAnyOrderElementsOf(inputs);
    }
  }

  private static List<Float> floats(Vector vector) {
    return Arrays.stream(vector.toArray()).mapToObj(number -> (float) number).toList();
  }

  private TestRun run(TestTable table) {
    return TestRun.csv(table.csv(folder.resolve("table.csv")));
  }

  private static TrainingData prepared(TestRun run) {
    return TrainingData.prepared(SparkSessions.local(), run.request());
  }

  private static List<Float> inputs(TestRun run) {
    try (TrainingData data = prepared(run)) {
      return PackedTable.of(data.training(), 1).rows().stream()
          .map(row -> row.features().get(0))
          .toList();
    }
  }

  private static List<Double> numbers(List<String> texts) {
    return texts.stream()
        .filter(text -> Stream.of("", "?").noneMatch(text::equals))
        .map(Double::valueOf)
        .sorted()
        .toList();
  }

  private static double median(List<Double> sorted) {
    int count = sorted.size();
    return (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
  }
}
