package io.bellows.driver.training;

import org.apache.spark.SparkContext;

/**
 * Spark jobs that need not come to an end when somebody asks a command to stop: those of reading,
 * preparing, evaluating. Rounds do, and saving. Told apart by a tag, since a job's group is the
 * caller's.
 */
public final class StoppableJobs {
  private static final String TAG = "bellows-stoppable";

  private StoppableJobs() {}

  /** From now on the jobs of this thread may be cancelled. */
  public static void begin(SparkContext spark) {
    spark.addJobTag(TAG);
  }

  /** The jobs of this thread are to end in order again. */
  public static void end(SparkContext spark) {
    spark.removeJobTag(TAG);
  }

  /** Cancels those under way, of all threads. */
  public static void cancel(SparkContext spark) {
    spark.cancelJobsWithTag(TAG, "Bellows was asked to stop");
  }

  /** Does something that is to end in order. */
  static void spare(SparkContext spark, Runnable work) {
    boolean isStoppable = spark.getJobTags().contains(TAG);
    end(spark);
    try {
      work.run();
    } finally {
      if (isStoppable) {
        begin(spark);
      }
    }
  }
}
