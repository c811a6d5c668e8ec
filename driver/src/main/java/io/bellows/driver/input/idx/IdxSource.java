package io.bellows.driver.input.idx;

import io.bellows.driver.input.InputException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pair of IDX files, such as MNIST's images and labels, as a table.
 *
 * <p>Files are found through Hadoop's file systems and may be compressed with gzip, whatever their
 * names. Both are checked on the driver before the table is returned; tasks then open them
 * themselves, each for a range of rows. (Only the end of a compressed file of more than 200 MiB is
 * left to the tasks.)
 */
public final class IdxSource {

  /** The column with a row's values: a dense vector of numbers 0 to 255. */
  public static final String IMAGE = "image";

  /** The column with a row's label: an integer 0 to 255. */
  public static final String LABEL = "label";

  private static final int ROWS_PER_PARTITION = 10_000;

  private IdxSource() {}

  /**
   * Reads images, of any shape, and their labels.
   *
   * @param spark runs the reading tasks
   * @param imagesPath a file of unsigned bytes with one or more dimensions; each row is flattened
   *     to one vector
   * @param labelsPath a file of unsigned bytes with one dimension, or null where there are none
   * @return the columns {@value #IMAGE} and, with labels, {@value #LABEL}, in the order of the
   *     files; lazy
   * @throws InputException if a file is missing, is not such a file, is cut short, or the two do
   *     not belong together
   */
  public static Dataset<Row> read(
      SparkSession spark, String imagesPath, @Nullable String labelsPath) {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    IdxFile images = IdxFile.lookAt(imagesPath, configuration);
    IdxFile labels = labelsPath == null ? null : IdxFile.lookAt(labelsPath, configuration);
    if (labels != null) {
      requirePair(images, labels);
      labels.requireComplete(configuration);
    }
    images.requireComplete(configuration);
    return table(spark, images, labels);
  }

  private static void requirePair(IdxFile images, IdxFile labels) {
    IdxHeader header = labels.header();
    if (header.dimensions().size() != 1) {
      throw new InputException(
          ("%s holds %d-dimensional data (magic 0x%08x),"
                  + " expected a label file with 1 dimension; are images and labels exchanged?")
              .formatted(labels.path(), header.dimensions().size(), header.magic()));
    }
    if (images.header().rows() != header.rows()) {
      throw new InputException(
          "Images and labels do not belong together: %s holds %d images, %s holds %d labels."
              .formatted(images.path(), images.header().rows(), labels.path(), header.rows()));
    }
  }

  private static Dataset<Row> table(SparkSession spark, IdxFile images, @Nullable IdxFile labels) {
    List<Integer> firstRows = new ArrayList<>(List.of(0));
    for (long row = ROWS_PER_PARTITION; row < images.header().rows(); row += ROWS_PER_PARTITION) {
      firstRows.add((int) row);
    }
    SerializableConfiguration configuration =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(firstRows, firstRows.size())
            .flatMap(
                firstRow ->
                    IdxRows.open(
                        images, labels, firstRow, ROWS_PER_PARTITION, configuration.value()));
    return spark.createDataFrame(rows, schema(labels != null));
  }

  private static StructType schema(boolean labelled) {
    StructType schema = new StructType().add(IMAGE, SQLDataTypes.VectorType(), false);
    return labelled ? schema.add(LABEL, DataTypes.IntegerType, false) : schema;
  }
}
