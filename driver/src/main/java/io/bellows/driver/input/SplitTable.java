package io.bellows.driver.input;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.trim;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/**
 * The training table without the rows that were taken out of it, and those.
 *
 * @param remaining the training table; rows held out by a fraction are still among them, and told
 *     apart when rows are placed
 * @param heldOut rows held out by their source, their place in the file, or a column's values
 */
public record SplitTable(Table remaining, Optional<Table> heldOut) {
  /**
   * Takes apart what is told apart before rows are placed.
   *
   * @param setting {@code data.validation} or {@code data.test}
   * @param all the training table, or what another split has left of it
   * @throws InputException when a second source cannot be read or has not the needed columns, or
   *     there are too few rows
   */
  public static SplitTable of(
      SparkSession spark,
      String setting,
      Split split,
      Table all,
      TableSchema schema,
      DataConfig config) {
    if (split instanceof Split.Separate separate) {
      DataSource source = separate.source().asLongAs(schema);
      Table table = Table.read(spark, source, config.derive(), config.filter());
      table.requireColumns(schema, true);
      return new SplitTable(all, Optional.of(table));
    }
    if (split instanceof Split.LastRows last) {
      Table marked = all.with(LastRows.marked(all, last.rows()));
      return new SplitTable(marked, Optional.empty()).by(col(LastRows.IS_LAST));
    }
    if (split instanceof Split.Indicator indicator) {
      String column = ColumnNames.resolve(indicator.column(), all.columns(), setting + ".column");
      SplitTable parts = new SplitTable(all, Optional.empty()).by(isMarked(column, all, schema));
      requireRows(parts.heldOut().orElseThrow(), column, "no row");
      requireRows(parts.remaining, column, "every row, which leaves no training rows");
      return parts;
    }
    if (split instanceof Split.ByValue byValue) {
      return new SplitTable(all, Optional.empty())
          .by(new ValueSplit(setting, byValue, all, schema, config).isHeldOut());
    }
    return new SplitTable(all, Optional.empty());
  }

  private static Column isMarked(String column, Table all, TableSchema schema) {
    Column number = expr(schema.numberSql(column, all.rows().schema()));
    Column text = lower(trim(col(TableSchema.quoted(column)).cast("string")));
    return coalesce(number.notEqual(0), text.equalTo("true"), lit(false));
  }

  private static void requireRows(Table part, String column, String marked) {
    if (part.rows().isEmpty()) {
      throw new InputException(
          String.format(
              "Cannot split %s: its column \"%s\" marks %s; expected true, or a number other than 0, in some of the rows",
              part.source().path(), column, marked));
    }
  }

  private SplitTable by(Column isHeldOut) {
    return new SplitTable(part(not(isHeldOut)), Optional.of(part(isHeldOut)));
  }

  private Table part(Column condition) {
    return remaining.with(remaining.rows().filter(condition).drop(LastRows.IS_LAST));
  }
}
