package io.bellows.jobs.automatic;

import io.bellows.driver.input.DataSource;
import io.bellows.driver.survey.ColumnSurvey;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Surveyed columns for tests. */
final class Columns {
  static final int ROWS = 1_000;

  private Columns() {}

  static TableRoles table(List<ColumnSurvey> targets, ColumnSurvey... features) {
    return new TableRoles(
        new DataSource("csv", "rows.csv", Map.of("header", "true")),
        ROWS,
        targets,
        List.of(features),
        Set.of(),
        Set.of());
  }

  /** A column with a whole number in each row. */
  static ColumnSurvey whole(String name, long distinct) {
    return new ColumnSurvey(
        name,
        ColumnSurvey.Kind.VALUE,
        "string",
        1,
        ROWS,
        ROWS,
        0,
        Map.of(),
        Map.of(),
        distinct,
        1,
        distinct);
  }

  /** A column with a number in each row, every second of them whole. */
  static ColumnSurvey real(String name) {
    return numbers(name, ROWS, Map.of());
  }

  /** A column with numbers in some rows, and texts that may stand for a missing one in others. */
  static ColumnSurvey numbers(String name, long numbers, Map<String, Long> absent) {
    return new ColumnSurvey(
        name,
        ColumnSurvey.Kind.VALUE,
        "string",
        1,
        numbers,
        numbers / 2,
        0,
        Map.of(),
        absent,
        numbers,
        -1,
        1);
  }

  /** A column with texts in some rows, and texts that may stand for a missing one in others. */
  static ColumnSurvey texts(String name, long texts, long distinct, Map<String, Long> absent) {
    return mixed(name, 0, texts, distinct, Map.of(), absent);
  }

  static ColumnSurvey mixed(
      String name,
      long numbers,
      long texts,
      long distinct,
      Map<String, Long> examples,
      Map<String, Long> absent) {
    return new ColumnSurvey(
        name,
        ColumnSurvey.Kind.VALUE,
        "string",
        1,
        numbers,
        numbers,
        texts,
        examples,
        absent,
        distinct,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY);
  }

  static ColumnSurvey of(String name, ColumnSurvey.Kind kind, String type, int width) {
    return new ColumnSurvey(
        name,
        kind,
        type,
        width,
        0,
        0,
        0,
        Map.of(),
        Map.of(),
        0,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY);
  }
}
