package io.bellows.driver.engine;

import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.SparkThrowable;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction1;

/**
 * Runs a task on every partition of a data set as one barrier stage: all start together, and if one
 * fails, all do.
 */
final class BarrierJob {
  /**
   * What is run on a partition.
   *
   * @param <T> elements
   */
  interface Task<T> extends Serializable {
    void run(TaskContext context, Iterator<T> elements);
  }

  /** The stage failed, or its job was cancelled. Spark's own exceptions are checked, undeclared. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String CANCELLED = "SPARK_JOB_CANCELLED";

    private final boolean isMeant;

    Failed(Exception cause, boolean isSparkStopped) {
      super(cause.getMessage(), cause);
      isMeant =
          isSparkStopped
              || cause instanceof InterruptedException
              || (cause instanceof SparkThrowable spark && CANCELLED.equals(spark.getCondition()));
    }

    /** Whether somebody wanted it: by a cancelled job, an interrupt, or an end of Spark. */
    boolean isMeant() {
      return isMeant;
    }
  }

  private BarrierJob() {}

  /**
   * Runs a task on every partition.
   *
   * @throws Failed when it has not run to its end on all of them
   */
  static <T> void run(JavaRDD<T> data, Task<T> task) {
    ClassTag<Boolean> booleans = ClassTag.apply(Boolean.class);
    RDD<Boolean> stage = data.rdd().barrier().mapPartitions(new Bridge<>(task), false, booleans);
    try {
      stage.collect();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new Failed(e, data.context().isStopped());
    }
  }

  private static final class Bridge<T>
      extends AbstractFunction1<scala.collection.Iterator<T>, scala.collection.Iterator<Boolean>>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Task<T> task;

    Bridge(Task<T> task) {
      this.task = task;
    }

    @Override
    public scala.collection.Iterator<Boolean> apply(scala.collection.Iterator<T> elements) {
      task.run(TaskContext.get(), CollectionConverters.asJava(elements));
      return CollectionConverters.asScala(Collections.<Boolean>emptyIterator());
    }
  }
}
