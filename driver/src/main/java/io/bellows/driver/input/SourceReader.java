package io.bellows.driver.input;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.spark_partition_id;

import io.bellows.driver.input.idx.IdxSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads a {@link DataSource} as a table, with where each row came from. */
public final class SourceReader {
  /** The file a row came from. */
  static final String FILE = "bellows_file";

  /**
   * Where in the file the part of the row's task begins, in bytes; for idx the number of the part;
   * null where rows do not come from files.
   */
  static final String BLOCK = "bellows_block";

  /** The text of a row that does not have the columns of its table, else null; CSV and JSON. */
  static final String MALFORMED = "bellows_malformed";

  private static final String ABSENT_TABLE = "TABLE_OR_VIEW_NOT_FOUND";
  private static final Set<String> ADDED = Set.of(FILE, BLOCK, MALFORMED, LastRows.IS_LAST);

  /** What the name of a source's column is prefixed with where a derived one took its place. */
  private static final String REPLACED = "bellows_replaced_";

  private SourceReader() {}

  /**
   * The rows of a source, with the added columns.
   *
   * @throws InputException when there is nothing to read
   */
  static Dataset<Row> read(SparkSession spark, DataSource source) {
    requireFormat(source);
    SecretOptions.requireGiven(source);
    if (Formats.readsFiles(source.format())) {
      requireSomething(spark, source);
    }
    Dataset<Row> table =
        switch (source.format()) {
          case Formats.CSV -> withOrigin(csv(spark, source), source);
          case Formats.JSON -> withOrigin(json(spark, source), source);
          case Formats.IDX -> idx(spark, source);
          case Formats.TABLE -> withOrigin(table(spark, source), source);
          default -> withOrigin(load(spark.read().options(source.options()), source), source);
        };
    if (columns(table.schema()).isEmpty()) {
      throw new InputException(
          String.format("Cannot read %s: it has no columns; is the file empty?", source.path()));
    }
    return table;
  }

  /** The source's own columns. */
  static List<String> columns(StructType schema) {
    return Arrays.stream(schema.fieldNames())
        .filter(name -> !ADDED.contains(name) && !name.startsWith(REPLACED))
        .toList();
  }

  /** The name under which a source's column is kept when a derived one takes its place. */
  static String replaced(String column) {
    return REPLACED + column;
  }

  private static Dataset<Row> csv(SparkSession spark, DataSource source) {
    StructType columns = load(spark.read().options(source.options()), source).schema();
    if (columns.isEmpty()) {
      throw new InputException(
          String.format(
              "Cannot read %s: it is empty; expected rows of a CSV table", source.path()));
    }
    // With pruning, rows that are ragged in unused columns would pass in one query and fail in
    // another.
    DataFrameReader reader =
        spark
            .read()
            .option("mode", "PERMISSIVE")
            .option("columnPruning", false)
            .options(source.options())
            .option("columnNameOfCorruptRecord", MALFORMED)
            .schema(columns.add(MALFORMED, DataTypes.StringType));
    return load(reader, source);
  }

  private static Dataset<Row> json(SparkSession spark, DataSource source) {
    DataFrameReader reader =
        spark
            .read()
            .option("mode", "PERMISSIVE")
            .options(source.options())
            .option("columnNameOfCorruptRecord", MALFORMED);
    StructType columns = new StructType();
    for (StructField column : load(reader, source).schema().fields()) {
      columns = column.name().equals(MALFORMED) ? columns : columns.add(column);
    }
    if (columns.isEmpty()) {
      throw new InputException(
          String.format(
              "Cannot read %s as json: expected a JSON object on each line; where an object takes several lines, set multiLine = true in the source's options",
              source.path()));
    }
    return load(reader.schema(columns.add(MALFORMED, DataTypes.StringType)), source);
  }

  private static Dataset<Row> table(SparkSession spark, DataSource source) {
    try {
      return spark.read().options(source.options()).table(source.path());
    } catch (Exception e) {
      boolean isAbsent =
          e instanceof AnalysisException absent && ABSENT_TABLE.equals(absent.getCondition());
      throw new InputException(
          String.format(
              "Cannot read the table %s: %s",
              source.path(),
              isAbsent
                  ? "Spark's catalog has no such table or view; is it Hive's? Then add --conf spark.sql.catalogImplementation=hive"
                  : firstLine(e)),
          e);
    }
  }

  private static Dataset<Row> load(DataFrameReader reader, DataSource source) {
    try {
      return reader
          .format(source.format())
          .option(Formats.pathOption(source.format()), source.path())
          .load();
    } catch (Exception e) {
      throw new InputException(
          String.format("Cannot read %s as %s: %s", source.path(), source.format(), firstLine(e)),
          e);
    }
  }

  private static Dataset<Row> idx(SparkSession spark, DataSource source) {
    String labels = source.options().get("labels");
    return IdxSource.read(spark, source.path(), labels)
        .withColumn(FILE, lit(source.path()))
        .withColumn(BLOCK, spark_partition_id().cast(DataTypes.LongType))
        .withColumn(MALFORMED, lit(null).cast(DataTypes.StringType));
  }

  private static Dataset<Row> withOrigin(Dataset<Row> table, DataSource source) {
    Dataset<Row> located = located(table, source);
    boolean hasMalformed = Arrays.asList(table.columns()).contains(MALFORMED);
    return hasMalformed
        ? located
        : located.withColumn(MALFORMED, lit(null).cast(DataTypes.StringType));
  }

  private static Dataset<Row> located(Dataset<Row> table, DataSource source) {
    try {
      return table
          .withColumn(FILE, col("_metadata.file_path"))
          .withColumn(BLOCK, col("_metadata.file_block_start"));
    } catch (Exception e) {
      // Views, databases and many catalogs have rows without files.
      return table
          .withColumn(FILE, lit(source.path()))
          .withColumn(BLOCK, lit(null).cast(DataTypes.LongType));
    }
  }

  private static void requireFormat(DataSource source) {
    Formats.problem(source.format())
        .ifPresent(
            problem -> {
              throw new InputException(String.format("Cannot read %s: %s", source.path(), problem));
            });
  }

  private static void requireSomething(SparkSession spark, DataSource source) {
    Path path = new Path(source.path());
    try {
      FileStatus[] found =
          path.getFileSystem(spark.sessionState().newHadoopConf()).globStatus(path);
      if (found == null || found.length == 0) {
        throw new InputException(
            String.format("Cannot read %s: there is no such file or folder", source.path()));
      }
    } catch (IOException e) {
      throw new InputException(String.format("Cannot read %s: %s", source.path(), firstLine(e)), e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse(e.getClass().getSimpleName());
  }
}
