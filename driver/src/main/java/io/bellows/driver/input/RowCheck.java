package io.bellows.driver.input;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the rows of a table that cannot be used as declared, before anything is computed from them.
 */
public final class RowCheck {
  private static final String REASON = "bellows_reason";
  private static final String TEXT = "bellows_text";

  private final Table table;
  private final TableSchema schema;
  private final StructType types;

  private RowCheck(Table table, TableSchema schema) {
    this.table = table;
    this.schema = schema;
    this.types = table.rows().schema();
  }

  /**
   * The rows that can be used, and how many others there were.
   *
   * @param usable the table without the others
   * @param dropped rows left out because they are bad
   * @param weightless rows left out because their weight is 0
   */
  public record Result(Table usable, long dropped, long weightless) {}

  /**
   * Checks rows that have a target.
   *
   * @throws InputException with the first bad row under {@link BadRows#FAIL}, with any weight that
   *     is negative or not a number, and when no row is left
   */
  public static Result labelled(Table table, TableSchema schema, BadRows policy) {
    return new RowCheck(table, schema).check(policy);
  }

  /**
   * Checks the features of rows without a target.
   *
   * @throws InputException with the first bad row
   */
  public static void unlabelled(Table table, TableSchema schema) {
    RowCheck check = new RowCheck(table, schema);
    Column reason = check.reason(check.featureProblems());
    if (table.rows().filter(reason.isNotNull()).count() > 0) {
      throw check.firstBad(reason);
    }
  }

  private Result check(BadRows policy) {
    List<Column> problems = featureProblems();
    problems.addAll(targetProblems());
    Column reason = reason(problems);
    Column weight = expr(schema.weightSql(types));
    Column weightReason = weightProblem(weight);
    Row counts =
        table
            .rows()
            .agg(
                count_if(lit(true)),
                count_if(reason.isNotNull()),
                count_if(weightReason.isNotNull()),
                count_if(weight.equalTo(0).and(reason.isNull())))
            .first();
    if (counts.getLong(0) == 0) {
      throw new InputException(
          String.format("Cannot use %s: it has no rows", table.source().path()));
    }
    if (counts.getLong(2) > 0) {
      throw firstBad(weightReason);
    }
    if (counts.getLong(1) > 0 && policy == BadRows.FAIL) {
      throw firstBad(reason);
    }
    requireSomeLeft(counts);
    Dataset<Row> usable = table.rows().filter(reason.isNull().and(weight.notEqual(0)));
    return new Result(table.with(usable), counts.getLong(1), counts.getLong(3));
  }

  private void requireSomeLeft(Row counts) {
    long bad = counts.getLong(1);
    long weightless = counts.getLong(3);
    if (bad + weightless == counts.getLong(0)) {
      throw new InputException(
          String.format(
              "Cannot use %s: of its %d rows %d are bad and %d have weight 0; at least one must be usable",
              table.source().path(), counts.getLong(0), bad, weightless));
    }
  }

  private List<Column> featureProblems() {
    List<Column> problems = new ArrayList<>();
    problems.add(
        when(
            col(SourceReader.MALFORMED).isNotNull(),
            lit("the row does not have the table's columns")));
    for (FeatureColumn feature : schema.features()) {
      if (feature.kind() == FeatureColumn.Kind.NUMBER) {
        problems.addAll(numberProblems(feature.name()));
      }
    }
    return problems;
  }

  private List<Column> targetProblems() {
    List<Column> problems = new ArrayList<>();
    if (!schema.targetIsText()) {
      problems.addAll(numberProblems(schema.target()));
    }
    problems.add(
        when(
            expr(schema.targetSql(types)).isNull(),
            lit(String.format("the target \"%s\" is missing", schema.target()))));
    return problems;
  }

  private List<Column> numberProblems(String column) {
    Column number = expr(schema.numberSql(column, types));
    List<Column> problems = new ArrayList<>();
    if (TableSchema.isText(column, types)) {
      problems.add(
          when(
              expr(schema.present(column)).isNotNull().and(number.isNull()),
              lit(String.format("column \"%s\" is not a number", column))));
    }
    problems.add(
        when(
            number
                .isNaN()
                .or(number.equalTo(Double.POSITIVE_INFINITY))
                .or(number.equalTo(Double.NEGATIVE_INFINITY)),
            lit(String.format("column \"%s\" is not a finite number", column))));
    return problems;
  }

  private Column weightProblem(Column weight) {
    String name = Objects.requireNonNullElse(schema.weight(), "");
    return when(
        weight
            .isNull()
            .or(weight.isNaN())
            .or(weight.lt(0))
            .or(weight.equalTo(Double.POSITIVE_INFINITY)),
        lit(String.format("the weight \"%s\" must be a number of at least 0", name)));
  }

  private static Column reason(List<Column> problems) {
    return coalesce(problems.toArray(Column[]::new));
  }

  private InputException firstBad(Column reason) {
    List<Column> values = new ArrayList<>();
    for (String column : table.columns()) {
      values.add(coalesce(col(TableSchema.quoted(column)).cast("string"), lit("")));
    }
    Row bad =
        table
            .rows()
            .select(
                reason.as(REASON),
                col(SourceReader.FILE),
                coalesce(col(SourceReader.MALFORMED), concat_ws(",", values.toArray(Column[]::new)))
                    .as(TEXT))
            .filter(col(REASON).isNotNull())
            .first();
    return new InputException(
        String.format(
            "Cannot use a row of %s: %s; the row is \"%s\". Mend it, name its column in columns.missing or columns.ignore, or set data.bad-rows = drop",
            bad.getString(1), bad.getString(0), shortened(bad.getString(2))));
  }

  private static String shortened(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "…";
  }
}
