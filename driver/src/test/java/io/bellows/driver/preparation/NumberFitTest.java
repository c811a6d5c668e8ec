package io.bellows.driver.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.bellows.driver.SparkSessions;
import io.bellows.driver.input.FeatureColumn;
import io.bellows.driver.input.Fractions;
import io.bellows.driver.input.PlacedRows;
import io.bellows.driver.input.Role;
import io.bellows.driver.input.RowCodec;
import io.bellows.driver.input.TableSchema;
import io.bellows.driver.input.TargetColumn;
import io.bellows.driver.preparation.PreparationConfig.Impute;
import io.bellows.driver.preparation.PreparationConfig.Numeric;
import io.bellows.driver.preparation.PreparationConfig.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberFitTest {
  private static final int PARTITIONS = 2;
  private static final int DIGITS_OF_A_DOUBLE = 6;

  /** Three numeric columns around a vector of two. */
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              number("a"),
              new FeatureColumn("v", FeatureColumn.Kind.VECTOR, 2),
              number("b"),
              number("c")),
          List.of(new TargetColumn("label", false)),
          null,
          List.of());

  private static final int WIDTH = 256;

  private static final TableSchema SPARSE_SCHEMA =
      new TableSchema(
          List.of(number("a"), new FeatureColumn("v", FeatureColumn.Kind.VECTOR, WIDTH)),
          List.of(new TargetColumn("label", false)),
          null,
          List.of());

  private record Fitted(NumberFit.Result result, int jobs) {}

  /** One pass for the ranges, one for the deviations; between them the searches for medians. */
  @ParameterizedTest
  @CsvSource({"4096, 1", "4, 2", "1, 3"})
  void fit_mediansOfAnOddCount_searchesAGroupOfColumnsAtATime(int selections, int groups)
      throws TimeoutException {
    List<Row> rows = rows(31);

    Fitted fitted = fit(rows, Impute.MEDIAN, selections);

    double[] surrogates = fitted.result.surrogates();
    assertThat(surrogates[0]).isEqualTo(median(rows, 0));
    assertThat(surrogates[3]).isEqualTo(median(rows, 2));
    assertThat(surrogates[4]).isEqualTo(median(rows, 3));
    assertThat(fitted.jobs).isEqualTo(2 + groups * DIGITS_OF_A_DOUBLE);
  }

  /** The numbers that are there, an odd or even count of them; the rows are looked at once more. */
  @Test
  void fit_mediansWithMissingNumbers_areThoseOfThePresentOnes() throws TimeoutException {
    List<Row> rows = rows(30);
    rows.set(7, RowFactory.create(null, Vectors.dense(1, 2), 3.0, null, 0.0, 1.0));
    rows.set(8, RowFactory.create(2.0, Vectors.dense(3, 2), 3.0, null, 0.0, 1.0));

    Fitted fitted = fit(rows, Impute.MEDIAN, 2);

    double[] surrogates = fitted.result.surrogates();
    assertThat(surrogates[0]).isEqualTo(median(rows, 0));
    assertThat(surrogates[3]).isEqualTo(median(rows, 2));
    assertThat(surrogates[4]).isEqualTo(median(rows, 3));
    assertThat(fitted.jobs).isEqualTo(3 + 5 * DIGITS_OF_A_DOUBLE);
  }

  @Test
  void fit_nothingMissing_looksAtTheRowsOnceForRangesAndOnceForDeviations()
      throws TimeoutException {
    assertThat(fit(rows(20), Impute.MEAN, 1).jobs).isEqualTo(2);
  }

  /** A wide vector of few numbers, scaled by the largest of them, beside a standardised number. */
  @Test
  void fit_sparseVector_isScaledByItsLargestNumbersAndStaysSparse() throws TimeoutException {
    Fitted fitted = fit(sparseRows(), SPARSE_SCHEMA, Impute.MEAN, Scale.AUTO, 1);

    NumberFit.Result result = fitted.result;
    assertThat(result.sparse()).containsExactly(1);
    assertThat(result.shifts()[0]).isEqualTo(4.5);
    assertThat(result.divisors()[0]).isEqualTo(Math.sqrt(8.25));
    for (int place = 0; place < WIDTH; place++) {
      assertThat(result.shifts()[1 + place]).isZero();
      // Row r has r + 1 at place r, and −2 at place 20; row 9 alone.
      double largest = place < 10 ? place + 1 : place == 20 ? 2 : 0;
      assertThat(result.divisors()[1 + place]).isEqualTo(largest);
    }
    assertThat(fitted.jobs).isEqualTo(2);
  }

  /** Exact sums of numbers and of the zeros that were not looked at, beside plain ones. */
  @Test
  void fit_sparseVectorStandardised_hasTheFiguresOfAllItsNumbers() throws TimeoutException {
    NumberFit.Result result =
        fit(sparseRows(), SPARSE_SCHEMA, Impute.MEAN, Scale.STANDARD, 1).result;

    assertThat(result.sparse()).isEmpty();
    for (int place = 0; place < 10; place++) {
      double mean = (place + 1) / 10.0;
      assertThat(result.shifts()[1 + place]).isEqualTo(mean);
      double squares = Math.pow(place + 1 - mean, 2) + 9 * mean * mean;
      assertThat(result.divisors()[1 + place]).isCloseTo(Math.sqrt(squares / 10), offset(1e-15));
    }
    assertThat(result.divisors()[1 + 30]).isZero();
  }

  /** Wide, but with a tenth of its numbers other than 0: standardised as ever, in one more pass. */
  @Test
  void fit_wideVectorOfManyNumbers_isStandardised() throws TimeoutException {
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < 10; row++) {
      double[] numbers = new double[WIDTH];
      Arrays.fill(numbers, 0, 30, row);
      rows.add(RowFactory.create((double) row, Vectors.dense(numbers).toSparse(), 0.0, 1.0));
    }
    rows.set(0, RowFactory.create(0.0, Vectors.dense(new double[WIDTH]), 0.0, 1.0));
    rows.set(1, RowFactory.create(1.0, Vectors.dense(constant(40, 1)), 0.0, 1.0));

    Fitted fitted = fit(rows, SPARSE_SCHEMA, Impute.MEAN, Scale.AUTO, 1);

    assertThat(fitted.result.sparse()).isEmpty();
    assertThat(fitted.result.shifts()[1]).isEqualTo(4.5);
    assertThat(fitted.result.divisors()[1]).isEqualTo(Math.sqrt(8.25));
    assertThat(fitted.result.shifts()[1 + 39]).isEqualTo(0.1);
    assertThat(fitted.jobs).isEqualTo(3);
  }

  private static double[] constant(int count, double number) {
    double[] numbers = new double[WIDTH];
    Arrays.fill(numbers, 0, count, number);
    return numbers;
  }

  private static List<Row> sparseRows() {
    return IntStream.range(0, 10)
        .mapToObj(
            row ->
                RowFactory.create(
                    (double) row,
                    row == 9
                        ? Vectors.sparse(WIDTH, new int[] {9, 20}, new double[] {10, -2})
                        : Vectors.sparse(WIDTH, new int[] {row}, new double[] {row + 1}),
                    0.0,
                    1.0))
        .toList();
  }

  private static Fitted fit(List<Row> rows, Impute impute, int selections) throws TimeoutException {
    return fit(rows, SCHEMA, impute, Scale.STANDARD, selections);
  }

  private static Fitted fit(
      List<Row> rows, TableSchema schema, Impute impute, Scale scale, int selections)
      throws TimeoutException {
    SparkSession spark = SparkSessions.local();
    AtomicInteger jobs = new AtomicInteger();
    SparkListener counter =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            jobs.incrementAndGet();
          }
        };
    RowCodec codec = new RowCodec(1);
    try (PlacedRows placed =
        new PlacedRows(
            JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, PARTITIONS),
            schema,
            codec,
            Fractions.NONE)) {
      TypedRows typed =
          new TypedRows(
              placed.ranked(Role.TRAINING).values(), placed.count(Role.TRAINING), codec, schema);
      spark.sparkContext().listenerBus().waitUntilEmpty();
      spark.sparkContext().addSparkListener(counter);
      NumberFit.Result result =
          new NumberFit(typed, new Numeric(impute, 0, scale, 1), selections).fit();
      spark.sparkContext().listenerBus().waitUntilEmpty();
      return new Fitted(result, jobs.get());
    } finally {
      spark.sparkContext().removeSparkListener(counter);
    }
  }

  private static List<Row> rows(int count) {
    Random random = new Random(5);
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      rows.add(
          RowFactory.create(
              random.nextGaussian(),
              Vectors.dense(random.nextGaussian(), row),
              (double) random.nextInt(10),
              -random.nextDouble(),
              row % 2.0,
              1.0));
    }
    return rows;
  }

  private static double median(List<Row> rows, int column) {
    List<Double> sorted =
        rows.stream()
            .<@Nullable Double>map(row -> row.getAs(column))
            .flatMap(Stream::ofNullable)
            .sorted()
            .toList();
    int count = sorted.size();
    return IntStream.of((count - 1) / 2, count / 2).mapToDouble(sorted::get).sum() / 2;
  }

  private static FeatureColumn number(String name) {
    return new FeatureColumn(name, FeatureColumn.Kind.NUMBER, 1);
  }
}
