package io.bellows.driver.input;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.spark_partition_id;

import io.bellows.driver.input.idx.IdxSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Reads a {@link DataSource} as a table, with where each row came from. */
public final class SourceReader {
  /** The file a row came from. */
  static final String FILE = "bellows_file";

  /**
   * Where in the file the part of the row's task begins, in bytes; for idx the number of the part.
   */
  static final String BLOCK = "bellows_block";

  /** The text of a row that does not have the columns of its table, else null; CSV only. */
  static final String MALFORMED = "bellows_malformed";

  /** The formats that can be read. */
  public static final Set<String> FORMATS = Set.of("csv", "parquet", "idx");

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
    requireSomething(spark, source);
    Dataset<Row> table =
        switch (source.format()) {
          case "csv" -> withOrigin(csv(spark, source));
          case "parquet" -> withOrigin(load(spark.read().options(source.options()), source));
          case "idx" -> idx(spark, source);
          default ->
              throw new InputException(
                  String.format(
                      "Cannot read %s: unknown format \"%s\"; expected one of csv, parquet, idx",
                      source.path(), source.format()));
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

  private static Dataset<Row> load(DataFrameReader reader, DataSource source) {
    try {
      return reader.format(source.format()).load(source.path());
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

  private static Dataset<Row> withOrigin(Dataset<Row> table) {
    Dataset<Row> located =
        table
            .withColumn(FILE, col("_metadata.file_path"))
            .withColumn(BLOCK, col("_metadata.file_block_start"));
    boolean hasMalformed = Arrays.asList(table.columns()).contains(MALFORMED);
    return hasMalformed
        ? located
        : located.withColumn(MALFORMED, lit(null).cast(DataTypes.StringType));
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
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse("").toLowerCase(Locale.ROOT).isEmpty()
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElseThrow();
  }
}
