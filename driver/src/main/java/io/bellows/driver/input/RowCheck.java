package io.bellows.driver.input;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a table that cannot be used as declared, before anything is computed from them.
 */
public final class RowCheck {
  private static final int SHOWN_CHARACTERS = 300;

  /**
   * The rows that can be used, and how many others there were.
   *
   * @param usable typed rows
   * @param count how many of them there are
   * @param dropped rows left out because they are bad
   * @param weightless rows left out because their weight is 0
   */
  public record Result(JavaRDD<Row> usable, long count, long dropped, long weightless) {}

  /** How many rows there are, and how many of each kind that is left out. */
  private record Counts(long all, long bad, long badWeight, long weightless)
      implements Serializable {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    static Counts of(RowExam exam, Iterator<Row> rows) {
      long all = 0;
      long bad = 0;
      long badWeight = 0;
      long weightless = 0;
      while (rows.hasNext()) {
        Row row = rows.next();
        all++;
        if (exam.weightProblem(row) != null) {
          badWeight++;
        } else if (exam.problem(row) != null) {
          bad++;
        } else if (exam.weight(row) == 0) {
          weightless++;
        }
      }
      return new Counts(all, bad, badWeight, weightless);
    }

    Counts plus(Counts other) {
      return new Counts(
          all + other.all,
          bad + other.bad,
          badWeight + other.badWeight,
          weightless + other.weightless);
    }
  }

  private final Table table;
  private final RowExam exam;

  private RowCheck(Table table, RowExam exam) {
    this.table = table;
    this.exam = exam;
  }

  private static RowCheck of(
      Table table, TableSchema schema, RowUse use, List<SplitColumn> splits) {
    return new RowCheck(table, new RowExam(schema, use, table.source().format(), splits));
  }

  /**
   * Checks the rows of a run.
   *
   * @param splits columns by whose values some of them are held out
   * @throws InputException with the first bad row under {@link BadRows#FAIL}, with any weight that
   *     is negative, too large or not a number, and when no row is left
   */
  public static Result labelled(
      Table table, TableSchema schema, BadRows policy, List<SplitColumn> splits) {
    return of(table, schema, RowUse.TRAINING, splits).labelled(policy);
  }

  /**
   * What the rows of a run that can be used have in one of the columns that rows are split by.
   *
   * @param <T> texts or doubles
   */
  static <T> JavaRDD<T> usableValues(
      Table table, TableSchema schema, List<SplitColumn> splits, SplitColumn column) {
    RowExam exam = of(table, schema, RowUse.TRAINING, splits).exam;
    return exam.examined(table, expr(column.sql()))
        .toJavaRDD()
        .filter(row -> exam.weightProblem(row) == null && exam.isUsable(row))
        .map(row -> row.<T>getAs(row.size() - 1));
  }

  /**
   * Checks the rows that a finished model is evaluated on, as those of its run.
   *
   * @throws InputException as {@link #labelled(Table, TableSchema, BadRows, List)}
   */
  static Result evaluated(Table table, TableSchema schema, BadRows policy) {
    return of(table, schema, RowUse.EVALUATION, List.of()).labelled(policy);
  }

  /**
   * Checks the features of rows without a target.
   *
   * @throws InputException with the first bad row
   */
  public static void unlabelled(Table table, TableSchema schema) {
    RowCheck check = of(table, schema, RowUse.PREDICTION, List.of());
    RowExam exam = check.exam;
    check.requireNone(exam::problem);
  }

  private Result labelled(BadRows policy) {
    RowExam shared = exam;
    JavaRDD<Row> rows = exam.examined(table).toJavaRDD();
    Counts counts =
        rows.mapPartitions(part -> List.of(Counts.of(shared, part)).iterator())
            .fold(Counts.NONE, Counts::plus);
    if (counts.all() == 0) {
      throw new InputException(
          String.format("Cannot use %s: it has no rows", table.source().path()));
    }
    if (counts.badWeight() > 0) {
      requireNone(shared::weightProblem);
    }
    if (counts.bad() > 0 && policy == BadRows.FAIL) {
      requireNone(shared::problem);
    }
    long usable = counts.all() - counts.bad() - counts.weightless();
    if (usable == 0) {
      throw new InputException(
          String.format(
              "Cannot use %s: of its %d rows %d are bad and %d have weight 0; at least one must be usable",
              table.source().path(), counts.all(), counts.bad(), counts.weightless()));
    }
    return new Result(rows.filter(shared::isUsable), usable, counts.bad(), counts.weightless());
  }

  /** What is asked of a row; sent to executors. */
  private interface Question extends Function<Row, @Nullable RowProblem>, Serializable {}

  private void requireNone(Question question) {
    List<Column> values = new ArrayList<>();
    for (String column : table.columns()) {
      values.add(coalesce(col(TableSchema.quoted(column)).cast("string"), lit("")));
    }
    Column text =
        coalesce(col(SourceReader.MALFORMED), concat_ws(",", values.toArray(Column[]::new)));
    List<Row> bad =
        exam.examined(table, col(SourceReader.FILE), text)
            .toJavaRDD()
            .filter(row -> question.apply(row) != null)
            .take(1);
    for (Row row : bad) {
      RowProblem problem = Objects.requireNonNull(question.apply(row));
      throw new InputException(
          String.format(
              "Cannot use a row of %s: %s; the row is \"%s\". %s",
              row.getString(row.size() - 2),
              problem.what(),
              shortened(row.getString(row.size() - 1)),
              problem.advice()));
    }
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
  }
}
