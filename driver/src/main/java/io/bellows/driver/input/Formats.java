package io.bellows.driver.input;

import io.bellows.kernels.Spelling;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.execution.datasources.DataSource$;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.v2.FileDataSourceV2;
import org.apache.spark.sql.internal.SQLConf;

/** The formats of sources by their names: two that are read by other means, and all of Spark's. */
public final class Formats {
  /** Pairs of files as MNIST has them. */
  public static final String IDX = "idx";

  /** A table or view of Spark's catalog. */
  public static final String TABLE = "table";

  static final String CSV = "csv";
  static final String JSON = "json";
  static final String LIBSVM = "libsvm";
  private static final String JDBC = "jdbc";
  private static final String AVRO = "avro";

  /** Those that are there wherever Bellows is. */
  private static final List<String> PRESENT =
      List.of(CSV, JSON, "parquet", "orc", LIBSVM, IDX, TABLE);

  private static final int FARTHEST = 2;

  private Formats() {}

  /** Why a format cannot be read, as a sentence without subject; empty when it can. */
  public static Optional<String> problem(String format) {
    return PRESENT.contains(format) || sparkHas(format)
        ? Optional.empty()
        : Optional.of(format.equals(AVRO) ? withoutAvro() : unknown(format));
  }

  private static String withoutAvro() {
    return String.format(
        "avro is a module of Spark's that is not here; start with --packages org.apache.spark:spark-avro_2.13:%s",
        org.apache.spark.package$.MODULE$.SPARK_VERSION());
  }

  private static String unknown(String format) {
    String near =
        PRESENT.stream()
            .min(Comparator.comparingInt(name -> Spelling.distance(format, name)))
            .filter(name -> Spelling.distance(format, name) <= FARTHEST)
            .map(name -> String.format("did you mean %s? E", name))
            .orElse("e");
    return String.format(
        "unknown format \"%s\"; %sxpected %s, avro, or another format of Spark by its name, which may need a module of its own, given by --packages",
        format, near, String.join(", ", PRESENT));
  }

  /** Whether a format that can be read is one of files, which are found by the source's path. */
  public static boolean readsFiles(String format) {
    if (format.equals(IDX)) {
      return true;
    }
    if (format.equals(TABLE)) {
      return false;
    }
    Class<?> reader = lookedUp(format);
    return FileFormat.class.isAssignableFrom(reader)
        || FileDataSourceV2.class.isAssignableFrom(reader);
  }

  /** The option that takes the source's path. */
  static String pathOption(String format) {
    return format.equals(JDBC) ? "dbtable" : "path";
  }

  /** Names that are no more than a file's ending are not asked for: Spark would guess. */
  private static boolean sparkHas(String format) {
    try {
      return !format.isBlank() && lookedUp(format) != null;
    } catch (Exception e) {
      // Spark's are checked, too, and not declared.
      return false;
    }
  }

  private static Class<?> lookedUp(String format) {
    return DataSource$.MODULE$.lookupDataSource(format, SQLConf.get());
  }
}
