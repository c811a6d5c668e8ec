package io.bellows.driver.preparation;

import static org.assertj.core.api.Assertions.assertThat;

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

  private static Fitted fit(List<Row> rows, Impute impute, int selections) throws TimeoutException {
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
            SCHEMA,
            codec,
            Fractions.NONE)) {
      TypedRows typed =
          new TypedRows(
              placed.ranked(Role.TRAINING).values(), placed.count(Role.TRAINING), codec, SCHEMA);
      spark.sparkContext().listenerBus().waitUntilEmpty();
      spark.sparkContext().addSparkListener(counter);
      NumberFit.Result result =
          new NumberFit(typed, new Numeric(impute, 0, Scale.STANDARD, 1), selections).fit();
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
