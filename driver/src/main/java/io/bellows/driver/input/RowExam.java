package io.bellows.driver.input;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Looks at single rows: can they be used as declared?
 *
 * <p>A row under examination has its typed values, arrays whole; then, for each of them, the text
 * it was read from where that had to be a number; then the text of a malformed row; then, for each
 * column that rows are split by, whether it lacks a value. Spark evaluates only one short
 * expression for each column; the rules are plain Java, since generated code for a condition over
 * all columns of a wide table outgrows what the JVM compiles.
 */
final class RowExam implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TableSchema schema;
  private final RowUse use;
  private final String format;
  private final List<SplitColumn> splits;

  /**
   * An exam.
   *
   * @param format of the source of the rows
   * @param splits columns in which rows must have a value
   */
  RowExam(TableSchema schema, RowUse use, String format, List<SplitColumn> splits) {
    this.schema = schema;
    this.use = use;
    this.format = format;
    this.splits = List.copyOf(splits);
  }

  /** How many typed values a row begins with. */
  int typedColumns() {
    return schema.features().size() + (use.isLabelled() ? schema.targets().size() + 1 : 0);
  }

  /** The rows of a table under examination, followed by the given columns. */
  Dataset<Row> examined(Table table, Column... more) {
    StructType types = table.rows().schema();
    List<Column> columns = new ArrayList<>();
    List<Column> texts = new ArrayList<>();
    for (int i = 0; i < schema.features().size(); i++) {
      FeatureColumn feature = schema.features().get(i);
      columns.add(expr(schema.featureSql(i, types)).as(TableSchema.feature(i)));
      texts.add(numberText(feature.name(), feature.kind() == FeatureColumn.Kind.NUMBER, types));
    }
    if (use.isLabelled()) {
      for (int i = 0; i < schema.targets().size(); i++) {
        TargetColumn target = schema.targets().get(i);
        columns.add(expr(schema.targetSql(i, types)).as(TableSchema.target(i)));
        texts.add(numberText(target.name(), !target.isText(), types));
      }
      columns.add(expr(schema.weightSql(types)).as(TableSchema.WEIGHT));
    }
    columns.addAll(texts);
    columns.add(col(SourceReader.MALFORMED));
    splits.forEach(split -> columns.add(split.isMissing()));
    columns.addAll(List.of(more));
    return table.rows().select(columns.toArray(Column[]::new));
  }

  private Column numberText(String column, boolean isNumber, StructType types) {
    boolean wasText = isNumber && TableSchema.isText(column, types);
    return expr(wasText ? schema.textSql(column, types) : "CAST(NULL AS STRING)");
  }

  /**
   * True when a row does not have the table's columns, so that none of its values says anything.
   */
  private boolean isMalformed(Row row) {
    return !row.isNullAt(malformedColumn());
  }

  private String malformed(Row row) {
    return format.equals(Formats.JSON)
        ? "the row is not one JSON object (where an object takes several lines, set multiLine = true in the source's options)"
        : "the row does not have the table's columns" + quotesHint(row);
  }

  /** Most programs double a quote within quotes; Spark's reader wants to be told. */
  private String quotesHint(Row row) {
    return String.valueOf(row.get(malformedColumn())).contains("\"\"")
        ? " (if \"\" stands for a quote within a text, set escape = \"\\\"\" in the source's options)"
        : "";
  }

  /** Here an array is one column, which makes other places than in typed rows. */
  private int weightColumn() {
    return schema.features().size() + schema.targets().size();
  }

  private int malformedColumn() {
    return typedColumns()
        + schema.features().size()
        + (use.isLabelled() ? schema.targets().size() : 0);
  }

  /** What is wrong with a row's columns, features or target; null when nothing is. */
  @Nullable RowProblem problem(Row row) {
    if (isMalformed(row)) {
      return new RowProblem(malformed(row), use.adviceForRow());
    }
    for (int i = 0; i < schema.features().size(); i++) {
      String problem = featureProblem(row, i);
      if (problem != null) {
        return new RowProblem(problem, use.adviceForColumn());
      }
    }
    for (int i = 0; use.isLabelled() && i < schema.targets().size(); i++) {
      String problem = targetProblem(row, schema.targets().get(i), schema.features().size() + i);
      if (problem != null) {
        return new RowProblem(problem, use.adviceForRow());
      }
    }
    String problem = splitProblem(row);
    return problem == null ? null : new RowProblem(problem, use.adviceForRow());
  }

  private @Nullable String splitProblem(Row row) {
    for (int i = 0; i < splits.size(); i++) {
      if (row.getBoolean(malformedColumn() + 1 + i)) {
        return splits.get(i).problem();
      }
    }
    return null;
  }

  private @Nullable String featureProblem(Row row, int column) {
    FeatureColumn feature = schema.features().get(column);
    return switch (feature.kind()) {
      case NUMBER -> numberProblem(row, column, typedColumns() + column, feature.name());
      case VECTOR -> vectorProblem(row.getAs(column), feature);
      case ARRAY -> arrayProblem(row, column, feature);
      case CATEGORY -> null;
    };
  }

  private static @Nullable String vectorProblem(@Nullable Vector vector, FeatureColumn feature) {
    if (vector == null) {
      return String.format(
          "column \"%s\" has no vector; expected one of %d numbers",
          feature.name(), feature.width());
    }
    if (vector.size() != feature.width()) {
      return String.format(
          "column \"%s\" has a vector of %d numbers; expected %d",
          feature.name(), vector.size(), feature.width());
    }
    double[] numbers = vector instanceof SparseVector sparse ? sparse.values() : vector.toArray();
    for (double number : numbers) {
      String problem = rangeProblem(number, feature.name());
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static @Nullable String arrayProblem(Row row, int column, FeatureColumn feature) {
    if (row.isNullAt(column)) {
      return String.format(
          "column \"%s\" has no array; expected one of %d numbers",
          feature.name(), feature.width());
    }
    List<@Nullable Double> numbers = row.getList(column);
    if (numbers.size() != feature.width()) {
      return String.format(
          "column \"%s\" has an array of %d numbers; expected %d",
          feature.name(), numbers.size(), feature.width());
    }
    for (int place = 0; place < feature.width(); place++) {
      Double number = numbers.get(place);
      String problem =
          number == null ? null : rangeProblem(number, TableSchema.element(feature.name(), place));
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private @Nullable String targetProblem(Row row, TargetColumn target, int column) {
    String problem =
        target.isText() ? null : numberProblem(row, column, typedColumns() + column, target.name());
    if (problem == null && row.isNullAt(column)) {
      return String.format("the target \"%s\" is missing", target.name());
    }
    return problem;
  }

  private static @Nullable String numberProblem(Row row, int column, int text, String name) {
    if (row.isNullAt(column)) {
      return row.isNullAt(text) ? null : String.format("column \"%s\" is not a number", name);
    }
    return rangeProblem(row.getDouble(column), name);
  }

  private static @Nullable String rangeProblem(double number, String name) {
    if (!Double.isFinite(number)) {
      return String.format("column \"%s\" is not a finite number", name);
    }
    return Math.abs(number) <= TableSchema.LARGEST_NUMBER
        ? null
        : String.format(
            "column \"%s\" has the number %s; expected at most ±%s, as single precision holds",
            name, number, TableSchema.LARGEST_NUMBER);
  }

  /** What is wrong with the weight of a row that has the table's columns; null when nothing is. */
  @Nullable RowProblem weightProblem(Row row) {
    if (isMalformed(row)) {
      return null;
    }
    int column = weightColumn();
    boolean right =
        !row.isNullAt(column)
            && row.getDouble(column) >= 0
            && row.getDouble(column) <= TableSchema.LARGEST_WEIGHT;
    return right
        ? null
        : new RowProblem(
            String.format(
                "the weight \"%s\" must be a number from 0 to %s",
                schema.weight(), TableSchema.LARGEST_WEIGHT),
            use.adviceForWeight());
  }

  /** True when a row has no problem, and a weight other than 0. */
  boolean isUsable(Row row) {
    return problem(row) == null && weight(row) > 0;
  }

  /** The weight as it is packed: a tiny one may become 0. */
  float weight(Row row) {
    return (float) row.getDouble(weightColumn());
  }
}
