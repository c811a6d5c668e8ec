package io.bellows.driver.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellows.driver.SparkSessions;
import io.bellows.driver.input.BadRows;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Derivation;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurveyorTest {
  private static final Map<String, String> HEADER = Map.of("header", "true");

  @TempDir Path folder;

  private final SparkSession spark = SparkSessions.local();

  private static DataConfig data(DataSource source, List<Derivation> derive) {
    return new DataConfig(
        source, new Split.None(), new Split.None(), 0, derive, Optional.empty(), BadRows.FAIL);
  }

  private TableSurvey survey(String format, Path path, Map<String, String> options) {
    return Surveyor.survey(
        spark, data(new DataSource(format, path.toString(), options), List.of()));
  }

  private TableSurvey csv(String... lines) throws IOException {
    return survey("csv", Files.write(folder.resolve("rows.csv"), List.of(lines)), HEADER);
  }

  @Test
  void survey_csv_countsNumbersTextsAndWhatMayBeMissing() throws IOException {
    TableSurvey survey = csv("a,b,c", "1,x,?", "2.5,y,7", ",x,NA", "NaN,z,?");

    assertThat(survey.rows()).isEqualTo(4);
    assertThat(survey.columns())
        .containsExactly(
            new ColumnSurvey(
                "a",
                ColumnSurvey.Kind.VALUE,
                "string",
                1,
                2,
                1,
                0,
                Map.of(),
                Map.of("NaN", 1L),
                2,
                1,
                2.5),
            new ColumnSurvey(
                "b",
                ColumnSurvey.Kind.VALUE,
                "string",
                1,
                0,
                0,
                4,
                Map.of("x", 2L, "y", 1L, "z", 1L),
                Map.of(),
                3,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY),
            new ColumnSurvey(
                "c",
                ColumnSurvey.Kind.VALUE,
                "string",
                1,
                1,
                1,
                0,
                Map.of(),
                Map.of("?", 2L, "NA", 1L),
                1,
                7,
                7));
    assertThat(survey.columns().get(0).empty(4)).isEqualTo(1);
  }

  @Test
  void survey_numbersOfParquet_isThatOfTheSameTexts() throws IOException {
    TableSurvey texts = csv("a,b", "1,-2", "2.5,3", ",3", "NaN,4");
    Path parquet = folder.resolve("parquet");
    spark
        .sql("SELECT * FROM VALUES (1D, -2), (2.5D, 3), (NULL, 3), (double('NaN'), 4) AS t(a, b)")
        .repartition(3)
        .write()
        .parquet(parquet.toString());

    assertThat(survey("parquet", parquet, Map.of()).columns())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("type")
        .isEqualTo(texts.columns());
  }

  @Test
  void survey_vectorsArraysAndDates_tellsWhatTheyAre() {
    Path parquet = folder.resolve("parquet");
    spark
        .sql("SELECT array(1D, 2D, 3D) AS a, DATE'2024-01-01' AS d, true AS t")
        .write()
        .parquet(parquet.toString());

    List<ColumnSurvey> columns = survey("parquet", parquet, Map.of()).columns();
    assertThat(columns)
        .extracting(ColumnSurvey::kind)
        .containsExactly(
            ColumnSurvey.Kind.NUMBERS, ColumnSurvey.Kind.OTHER, ColumnSurvey.Kind.VALUE);
    assertThat(columns.get(0).width()).isEqualTo(3);
    assertThat(columns.get(1).type()).isEqualTo("date");
    assertThat(columns.get(2).texts()).isEqualTo(1);
  }

  @Test
  void survey_libsvm_hasLabelAndVector() throws IOException {
    Path file = Files.write(folder.resolve("rows.libsvm"), List.of("1 1:0.5 7:1", "0 2:-2"));

    List<ColumnSurvey> columns = survey("libsvm", file, Map.of()).columns();
    assertThat(columns).extracting(ColumnSurvey::name).containsExactly("label", "features");
    assertThat(columns.get(0).numbers()).isEqualTo(2);
    assertThat(columns.get(1).width()).isEqualTo(7);
  }

  @Test
  void survey_derivedColumnsAndMalformedRows_looksAsTrainingDoes() throws IOException {
    Path file = Files.write(folder.resolve("rows.csv"), List.of("a,b", "1,x", "2", "3,y"));
    DataSource source = new DataSource("csv", file.toString(), HEADER);

    TableSurvey survey =
        Surveyor.survey(spark, data(source, List.of(new Derivation("twice", "double(a) * 2"))));
    assertThat(survey.rows()).isEqualTo(2);
    assertThat(survey.columns().get(2).largest()).isEqualTo(6);
  }

  @Test
  void firstLines_packedFile_areItsLines() throws IOException {
    Path file = folder.resolve("rows.csv");
    spark
        .sql("SELECT * FROM VALUES ('a,b'), ('1,2'), ('3,4') AS t(line)")
        .coalesce(1)
        .write()
        .option("compression", "gzip")
        .text(file.toString());

    assertThat(
            Surveyor.firstLines(
                spark, new DataSource("csv", file.toString(), Map.of("sep", ";")), 2))
        .containsExactly("a,b", "1,2");
  }

  @Test
  void survey_moreTextsThanAreKept_hasTheFirstOfThemWithTheirCounts() {
    Path parquet = folder.resolve("parquet");
    spark
        .sql(
            "SELECT concat('t', lpad(id % 150, 3, '0')) AS t, repeat('long', 20) AS l FROM range(1000)")
        .repartition(7)
        .write()
        .parquet(parquet.toString());

    ColumnSurvey texts = survey("parquet", parquet, Map.of()).columns().get(0);
    assertThat(texts.distinct()).isEqualTo(150);
    assertThat(texts.examples()).hasSize(100).containsEntry("t000", 7L).containsEntry("t099", 7L);
    assertThat(texts.allTexts()).isEmpty();
    ColumnSurvey longTexts = survey("parquet", parquet, Map.of()).columns().get(1);
    assertThat(longTexts.examples()).isEmpty();
    assertThat(longTexts.allTexts()).isEmpty();
  }

  @Test
  void withMissing_texts_areNoLongerPresent() throws IOException {
    ColumnSurvey column = csv("a,b", "1,x", "2,sold", "3,?").columns().get(1);
    ColumnSurvey mended = column.withMissing(Set.of("sold", ""));
    assertThat(mended.allTexts()).contains(Map.of("x", 1L));
    assertThat(mended.absent()).isEqualTo(Map.of("sold", 1L, "?", 1L));
    assertThat(mended.distinct()).isEqualTo(1);
    assertThat(mended.mayHold("sold")).isTrue();
    assertThat(mended.mayHold("y")).isFalse();
  }

  /** In UTF-16 a comma is two bytes, and so is the end of a line. */
  @Test
  void firstLines_otherEncodingAndComments_areReadAsTheTableIs() throws IOException {
    Path file = folder.resolve("rows.csv");
    Files.writeString(file, "# made, by hand\na;\"b\"\n\n1;ä\n", StandardCharsets.UTF_16LE);
    assertThat(
            Surveyor.firstLines(
                spark,
                new DataSource(
                    "csv",
                    file.toString(),
                    Map.of("Encoding", "UTF-16LE", "comment", "#", "sep", ";", "lineSep", "\n")),
                9))
        .containsExactly("a;\"b\"", "1;ä");
  }

  @Test
  void firstLines_noFile_isRefused() {
    DataSource absent = new DataSource("csv", folder.resolve("absent.csv").toString(), Map.of());
    assertThatThrownBy(() -> Surveyor.firstLines(spark, absent, 2))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("there is no such file or folder");
  }
}
