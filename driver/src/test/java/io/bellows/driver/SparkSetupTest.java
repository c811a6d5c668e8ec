package io.bellows.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test JVM has what Spark needs: its options, its jars, a log configuration. */
class SparkSetupTest {
  @Test
  void localSession_runsAJobAndReadsWhatItWrote(@TempDir Path folder) throws Exception {
    String file = folder.resolve("numbers.parquet").toString();
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      spark.range(0, 1000, 1, 4).write().parquet(file);

      assertThat(sumOfIds(spark.read().parquet(file))).isEqualTo(499_500L);
    }
  }

  /** Executors in JVMs of their own, which get this JVM's class path and no Spark installation. */
  @Test
  void localCluster_runsAJobInItsExecutors() throws Exception {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    try (SparkSession spark =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .getOrCreate()) {
      assertThat(sumOfIds(spark.range(0, 1000, 1, 4).toDF())).isEqualTo(499_500L);
    }
  }

  private static long sumOfIds(Dataset<?> rows) {
    return rows.selectExpr("sum(id)").head().getLong(0);
  }
}
