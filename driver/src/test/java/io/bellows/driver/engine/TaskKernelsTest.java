package io.bellows.driver.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import io.bellows.driver.TestTable;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.linalg.Kernels;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors whose JVM hides an instruction that the driver's has. */
class TaskKernelsTest {
  @TempDir Path folder;

  @Test
  void train_executorCannotRunTheKernels_saysWhereAndWhatToDoAndFailsNoTask() {
    assumeTrue(Kernels.VECTOR.refusal().isEmpty());
    String path = TestTable.mixed(300, 2).csv(folder.resolve("table.csv"));
    AtomicInteger failed = new AtomicInteger();
    SparkSessions.on(
        "local-cluster[1,1,1024]",
        Map.of("spark.executor.extraJavaOptions", "-XX:-UseFMA"),
        spark -> {
          spark.sparkContext().addSparkListener(counting(failed));
          assertThatExceptionOfType(InvalidConfigException.class)
              .isThrownBy(
                  () ->
                      TestRun.csv(path).weight("weight").on("auto", Kernels.VECTOR).trainOn(spark))
              .withMessageStartingWith("Cannot run the vector kernels on host ")
              .withMessageEndingWith(
                  ": the processor has no fused multiply-add, or -XX:-UseFMA hides it; use another machine or leave that option out (for executors, in spark.executor.extraJavaOptions), or set training.kernels = ejml");
          return path;
        });
    assertThat(failed).hasValue(0);
  }

  private static SparkListener counting(AtomicInteger failed) {
    return new SparkListener() {
      @Override
      public void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.taskInfo().failed()) {
          failed.incrementAndGet();
        }
      }
    };
  }
}
