package io.bellows.driver.engine;

import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/** What Spark's pages call the jobs of this thread, until it is closed. */
final class JobDescription implements AutoCloseable {
  private static final String PROPERTY = "spark.job.description";

  private final SparkContext spark;
  private final @Nullable String before;

  JobDescription(SparkContext spark) {
    this.spark = spark;
    this.before = spark.getLocalProperty(PROPERTY);
  }

  void set(String format, Object... words) {
    spark.setLocalProperty(PROPERTY, String.format(format, words));
  }

  @Override
  public void close() {
    spark.setLocalProperty(PROPERTY, before);
  }
}
