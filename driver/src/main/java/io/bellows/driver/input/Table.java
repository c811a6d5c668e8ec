package io.bellows.driver.input;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/**
 * A source's rows with its derived columns, as they are before any conversion.
 *
 * @param source where they came from
 * @param sourceColumns the source's own columns
 * @param rows the source's columns, derived ones, and the added ones of {@link SourceReader}
 */
public record Table(DataSource source, List<String> sourceColumns, Dataset<Row> rows) {
  /**
   * Reads a source, derives columns, filters rows.
   *
   * @throws InputException when the source cannot be read, or an expression cannot be evaluated on
   *     it
   */
  public static Table read(
      SparkSession spark, DataSource source, List<Derivation> derive, Optional<String> filter) {
    Dataset<Row> rows = SourceReader.read(spark, source);
    List<String> sourceColumns = SourceReader.columns(rows.schema());
    for (Derivation derivation : derive) {
      rows = derived(rows, derivation, sourceColumns, source);
    }
    if (filter.isPresent()) {
      rows = filtered(rows, filter.get(), source);
    }
    return new Table(source, sourceColumns, rows);
  }

  private static Dataset<Row> derived(
      Dataset<Row> rows, Derivation derivation, List<String> sourceColumns, DataSource source) {
    try {
      String column = derivation.column();
      Dataset<Row> all = rows;
      for (String replaced : replaced(column, sourceColumns, rows)) {
        all = all.withColumn(SourceReader.replaced(replaced), col(TableSchema.quoted(replaced)));
      }
      return all.withColumn(column, expr(derivation.expression()));
    } catch (Exception e) {
      throw unusable("data.derive", derivation.expression(), source, e);
    }
  }

  /** The source's columns that a derived one takes the place of for the first time. */
  private static List<String> replaced(
      String derived, List<String> sourceColumns, Dataset<Row> rows) {
    Comparator<String> names = ColumnNames.order(rows.sparkSession());
    List<String> present = Arrays.asList(rows.columns());
    return sourceColumns.stream()
        .filter(column -> names.compare(column, derived) == 0)
        .filter(column -> !present.contains(SourceReader.replaced(column)))
        .toList();
  }

  private static Dataset<Row> filtered(Dataset<Row> rows, String filter, DataSource source) {
    try {
      return rows.filter(filter);
    } catch (Exception e) {
      throw unusable("data.filter", filter, source, e);
    }
  }

  private static InputException unusable(
      String key, String expression, DataSource source, Exception e) {
    return new InputException(
        String.format(
            "Cannot use %s \"%s\" on %s: %s", key, expression, source.path(), firstLine(e)),
        e);
  }

  /** A source's column as it was read, under its name, also where a derived one took its place. */
  public Column original(String column) {
    String kept = SourceReader.replaced(column);
    boolean isReplaced = Arrays.asList(rows.columns()).contains(kept);
    return col(TableSchema.quoted(isReplaced ? kept : column)).as(column);
  }

  /** An empty set of names in which those are one that Spark takes for the same column. */
  public Set<String> namesOfColumns() {
    return new TreeSet<>(ColumnNames.order(rows.sparkSession()));
  }

  /** The source's own and derived columns. */
  public List<String> columns() {
    return SourceReader.columns(rows.schema());
  }

  /**
   * Checks that the columns of a run are there, with vectors or arrays where it has such.
   *
   * @param labelled whether target and weight are needed
   * @throws InputException naming the first that is not
   */
  public void requireColumns(TableSchema schema, boolean labelled) {
    List<String> needed =
        new ArrayList<>(schema.features().stream().map(FeatureColumn::name).toList());
    if (labelled) {
      schema.targets().forEach(target -> needed.add(target.name()));
      Optional.ofNullable(schema.weight()).ifPresent(needed::add);
    }
    for (String column : needed) {
      if (!columns().contains(column)) {
        throw new InputException(
            String.format(
                "Cannot use %s: it has no column \"%s\", which the model needs%s",
                source.path(), column, ColumnNames.known("its columns are", column, columns())));
      }
    }
    schema.features().forEach(this::requireKind);
  }

  private void requireKind(FeatureColumn feature) {
    DataType type = rows.schema().apply(feature.name()).dataType();
    boolean isVector = type.equals(SQLDataTypes.VectorType());
    boolean fits =
        switch (feature.kind()) {
          case VECTOR -> isVector;
          case ARRAY -> TableSchema.isArrayOfNumbers(type);
          case NUMBER, CATEGORY -> !isVector && !(type instanceof ArrayType);
        };
    if (!fits) {
      throw new InputException(
          String.format(
              "Cannot use %s: its column \"%s\" has the type %s, where the model needs %s",
              source.path(),
              feature.name(),
              isVector ? "vector" : type.simpleString(),
              needed(feature)));
    }
  }

  private static String needed(FeatureColumn feature) {
    return switch (feature.kind()) {
      case VECTOR -> String.format("vectors of %d numbers", feature.width());
      case ARRAY -> String.format("arrays of %d numbers", feature.width());
      case NUMBER, CATEGORY -> "numbers or texts";
    };
  }

  /** The rows that have the table's columns. */
  public Dataset<Row> wellFormed() {
    return rows.filter(SourceReader.MALFORMED + " IS NULL");
  }

  /** This table with other rows of the same columns. */
  Table with(Dataset<Row> others) {
    return new Table(source, sourceColumns, others);
  }

  /** This table with its typed features added. */
  public Dataset<Row> withFeatures(TableSchema schema) {
    List<String> columns = new ArrayList<>(List.of("*"));
    columns.addAll(schema.typedSql(rows.schema()));
    return rows.selectExpr(columns.toArray(String[]::new));
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
