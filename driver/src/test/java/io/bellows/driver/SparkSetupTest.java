package io.bellows.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test JVM has what Spark needs: its options, its jars, a log configuration. */
class SparkSetupTest {
  @Test
  void localSession_runsAJobAndReadsWhatItWrote(@TempDir Path folder) {
    String file = folder.resolve("numbers.parquet").toString();
    SparkSession spark = SparkSessions.local();
    spark.range(0, 1000, 1, 4).write().parquet(file);

    assertThat(sumOfIds(spark.read().parquet(file))).isEqualTo(499_500L);
  }

  @Test
  void localCluster_runsAJobInItsExecutors() {
    long sum =
        SparkSessions.on(
            "local-cluster[2,1,1024]", spark -> sumOfIds(spark.range(0, 1000, 1, 4).toDF()));

    assertThat(sum).isEqualTo(499_500L);
  }

  private static long sumOfIds(Dataset<?> rows) {
    return rows.selectExpr("sum(id)").head().getLong(0);
  }
}
