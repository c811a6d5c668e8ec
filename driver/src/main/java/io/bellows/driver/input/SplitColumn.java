package io.bellows.driver.input;

import static org.apache.spark.sql.functions.expr;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * A column by whose values rows are held out. A row without such a value is a bad one.
 *
 * @param key the setting that names it
 * @param name of the column
 * @param what a value is called
 * @param sql the value: a text for groups, a double for times; null where there is none
 */
public record SplitColumn(String key, String name, String what, String sql)
    implements Serializable {
  /**
   * The column of a split, found in a table.
   *
   * @param setting {@code data.validation} or {@code data.test}
   * @throws InputException when there is none, or its values are of no use
   */
  static SplitColumn of(Split.ByValue split, String setting, Table table, TableSchema schema) {
    String key = setting + "." + split.word();
    String name = ColumnNames.resolve(split.column(), table.columns(), key);
    StructType types = table.rows().schema();
    DataType type = types.apply(name).dataType();
    return split instanceof Split.Groups
        ? new SplitColumn(key, name, "group", groupSql(key, name, type, types, schema))
        : new SplitColumn(key, name, "time", timeSql(key, name, type));
  }

  /** The columns of a run's splits, with the settings that name them. */
  public static List<SplitColumn> of(DataConfig config, Table table, TableSchema schema) {
    List<SplitColumn> columns = new ArrayList<>();
    if (config.test() instanceof Split.ByValue split) {
      columns.add(of(split, "data.test", table, schema));
    }
    if (config.validation() instanceof Split.ByValue split) {
      columns.add(of(split, "data.validation", table, schema));
    }
    return columns;
  }

  /** Values as a file of text has them, so that groups are the same in every format. */
  private static String groupSql(
      String key, String name, DataType type, StructType types, TableSchema schema) {
    if (type instanceof TimestampType) {
      // As a text it would depend on the session's time zone.
      return String.format("CAST(unix_micros(%s) AS STRING)", TableSchema.quoted(name));
    }
    boolean isKnown =
        type instanceof NumericType
            || type instanceof StringType
            || type instanceof BooleanType
            || type instanceof DateType
            || type instanceof TimestampNTZType;
    if (!isKnown) {
      throw unusable(key, name, type, "text, numbers, booleans, dates or timestamps");
    }
    return schema.textSql(name, types);
  }

  private static String timeSql(String key, String name, DataType type) {
    String column = TableSchema.quoted(name);
    if (type instanceof DateType) {
      return String.format("CAST(unix_date(%s) AS DOUBLE)", column);
    }
    if (type instanceof TimestampType) {
      return String.format("CAST(unix_micros(%s) AS DOUBLE)", column);
    }
    if (type instanceof TimestampNTZType) {
      // Without a zone, days may not be shortened or lengthened by the session's.
      return String.format(
          "CAST(unix_date(CAST(%1$s AS DATE)) * 86400000000L + hour(%1$s) * 3600000000L + minute(%1$s) * 60000000L + CAST(extract(SECOND FROM %1$s) * 1000000 AS BIGINT) AS DOUBLE)",
          column);
    }
    if (type instanceof NumericType) {
      return String.format("nullif(CAST(%s AS DOUBLE), double('NaN'))", column);
    }
    throw unusable(
        key,
        name,
        type,
        String.format(
            "numbers, dates or timestamps, which have an order in time; make them by data.derive, as in \"timestamp(%1$s) AS %1$s\" or \"double(%1$s) AS %1$s\"",
            name));
  }

  private static InputException unusable(String key, String name, DataType type, String expected) {
    return new InputException(
        String.format(
            "Cannot split by column \"%s\" of type %s (%s): expected %s",
            name, type.simpleString(), key, expected));
  }

  /** Whether a row has no value; never null. */
  Column isMissing() {
    return expr(sql).isNull();
  }

  /** What is wrong with a row that has no value. */
  String problem() {
    return String.format("column \"%s\" has no %s to split rows by (%s)", name, what, key);
  }
}
