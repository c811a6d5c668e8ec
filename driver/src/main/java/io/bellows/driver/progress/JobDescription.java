package io.bellows.driver.progress;

import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * What Spark's pages and {@link StageProgress} call the jobs of this thread, until it is closed.
 */
public final class JobDescription implements AutoCloseable {
  private static final String PROPERTY = "spark.job.description";

  private final SparkContext spark;
  private final @Nullable String before;

  /** As it was before, until it is set. */
  public JobDescription(SparkContext spark) {
    this.spark = spark;
    this.before = spark.getLocalProperty(PROPERTY);
  }

  /** What the next jobs are for. */
  public void set(String format, Object... words) {
    spark.setLocalProperty(PROPERTY, String.format(format, words));
  }

  @Override
  public void close() {
    spark.setLocalProperty(PROPERTY, before);
  }
}
