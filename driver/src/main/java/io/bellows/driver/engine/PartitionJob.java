package io.bellows.driver.engine;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction2;

/**
 * Runs a function on some partitions of a data set as one Spark job, and returns the results in the
 * order of the partitions.
 *
 * <p>It goes past the Java API, which can only run on all partitions and makes a new data set for
 * every job.
 */
public final class PartitionJob {
  /**
   * What is run on a partition.
   *
   * @param <T> elements
   * @param <R> the result
   */
  @FunctionalInterface
  public interface PartitionFunction<T, R> extends Serializable {
    R apply(int partition, Iterator<T> elements);
  }

  private PartitionJob() {}

  /** Runs on the given partitions. */
  @SuppressWarnings("unchecked")
  public static <T, R> List<R> run(
      JavaRDD<T> data, int[] partitions, PartitionFunction<T, R> function) {
    ClassTag<R> anyResult = (ClassTag<R>) ClassTag.Any();
    Object results =
        data.context()
            .runJob(
                data.rdd(),
                new Bridge<>(function),
                CollectionConverters.asScala(
                        Arrays.stream(partitions).boxed().map(i -> (Object) i).toList())
                    .toSeq(),
                anyResult);
    return Arrays.stream((Object[]) results).map(result -> (R) result).toList();
  }

  private static final class Bridge<T, R>
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<T>, R>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    private final PartitionFunction<T, R> function;

    Bridge(PartitionFunction<T, R> function) {
      this.function = function;
    }

    @Override
    public R apply(TaskContext context, scala.collection.Iterator<T> elements) {
      return function.apply(context.partitionId(), CollectionConverters.asJava(elements));
    }
  }
}
