package io.bellows.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** The test JVM has what Spark needs: its options, its jars, a log configuration. */
class SparkSetupTest {
  @Test
  void localSession_runsAJobOnTwoCores() throws Exception {
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      assertThat(spark.range(0, 1000, 1, 4).selectExpr("sum(id)").head().getLong(0))
          .isEqualTo(499_500L);
    }
  }
}
