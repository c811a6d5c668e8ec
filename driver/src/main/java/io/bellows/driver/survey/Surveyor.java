package io.bellows.driver.survey;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.RowFailures;
import io.bellows.driver.input.Table;
import io.bellows.driver.input.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Surveys a table in one pass over all its rows. */
public final class Surveyor {
  /** Reads values as they are written: what stands for a missing one is to be found out. */
  private static final TableSchema AS_WRITTEN =
      new TableSchema(List.of(), List.of(), null, List.of());

  /** Options that say where lines are, and how they are written. */
  private static final Set<String> OF_LINES =
      Set.of("encoding", "charset", "linesep", "comment", "pathglobfilter", "recursivefilelookup");

  /** What the tasks count: rows, and the values of each column. */
  private static final class Counts implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<ValueCounter> columns = new ArrayList<>();
    private long rows;

    Counts(int columns) {
      for (int i = 0; i < columns; i++) {
        this.columns.add(new ValueCounter());
      }
    }

    /** Counts a row that holds the text and the number of each column in turn, or its numbers. */
    Counts with(Row row) {
      rows++;
      for (int i = 0; i < columns.size(); i++) {
        Object value = row.get(2 * i);
        if (value instanceof Vector vector) {
          columns.get(i).addNumbers(vector.size());
        } else if (value instanceof String || value == null) {
          Double number = row.isNullAt(2 * i + 1) ? null : row.getDouble(2 * i + 1);
          columns.get(i).add((String) value, number);
        } else {
          columns.get(i).addNumbers(row.getList(2 * i).size());
        }
      }
      return this;
    }

    Counts with(Counts other) {
      rows += other.rows;
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).merge(other.columns.get(i));
      }
      return this;
    }
  }

  private Surveyor() {}

  /**
   * Surveys the training source of a run, with its derived columns and its filter.
   *
   * @throws io.bellows.driver.input.InputException when it cannot be read
   */
  public static TableSurvey survey(SparkSession spark, DataConfig data) {
    return RowFailures.explained(
        data.train(), () -> of(Table.read(spark, data.train(), data.derive(), data.filter())));
  }

  /**
   * The first lines of a source of CSV, without blank ones and comments.
   *
   * @throws io.bellows.driver.input.InputException when it cannot be read
   */
  public static List<String> firstLines(SparkSession spark, DataSource source, int lines) {
    return RowFailures.explained(
        source,
        () -> {
          Dataset<Row> text =
              Table.read(spark, ofLines(source), List.of(), Optional.empty()).rows();
          return text.select(col("_c0"))
              .where("_c0 IS NOT NULL")
              .as(Encoders.STRING())
              .takeAsList(lines);
        });
  }

  /**
   * Read as CSV, with what does not occur in texts as separator: other readers know no encoding.
   */
  private static DataSource ofLines(DataSource source) {
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(source.options());
    options.keySet().removeIf(name -> !OF_LINES.contains(name.toLowerCase(Locale.ROOT)));
    options.putAll(Map.of("sep", "\u0001", "quote", "", "header", "false"));
    return new DataSource("csv", source.path(), options);
  }

  private static TableSurvey of(Table table) {
    List<String> names = table.columns();
    StructType types = table.rows().schema();
    List<Column> values = new ArrayList<>();
    for (String name : names) {
      values.addAll(values(name, types));
    }
    int columns = names.size();
    // Merged by tasks: of many partitions and columns, all counters would be too much for the
    // driver.
    Counts counts =
        table
            .wellFormed()
            .select(values.toArray(Column[]::new))
            .toJavaRDD()
            .treeAggregate(new Counts(columns), Counts::with, Counts::with);
    List<ColumnSurvey> surveys = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      DataType type = types.apply(names.get(i)).dataType();
      surveys.add(counts.columns.get(i).survey(names.get(i), kind(type), type.simpleString()));
    }
    return new TableSurvey(counts.rows, surveys);
  }

  /** The text and the number of a value; vectors and arrays as they are. */
  private static List<Column> values(String name, StructType types) {
    Column none = expr("CAST(NULL AS DOUBLE)");
    return switch (kind(types.apply(name).dataType())) {
      case VALUE ->
          List.of(
              expr(AS_WRITTEN.textSql(name, types)),
              expr(AS_WRITTEN.numberSql(name, types)).as("number"));
      case NUMBERS -> List.of(col(TableSchema.quoted(name)), none);
      case OTHER -> List.of(expr("CAST(NULL AS STRING)"), none);
    };
  }

  private static ColumnSurvey.Kind kind(DataType type) {
    if (type instanceof NumericType || type instanceof StringType || type instanceof BooleanType) {
      return ColumnSurvey.Kind.VALUE;
    }
    boolean areNumbers =
        type.equals(SQLDataTypes.VectorType()) || TableSchema.isArrayOfNumbers(type);
    return areNumbers ? ColumnSurvey.Kind.NUMBERS : ColumnSurvey.Kind.OTHER;
  }
}
