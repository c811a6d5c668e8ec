package io.bellows.driver.engine;

import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.Kernels;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;

/**
 * Kernels on executors, whose JVMs may lack what the driver's has, which chose. They are not
 * replaced by others there: those would give other bits.
 */
public final class TaskKernels {
  private TaskKernels() {}

  /**
   * Kernels for one task.
   *
   * @throws InvalidConfigException when this executor cannot run them
   */
  public static DenseKernels of(Kernels kernels) {
    String obstacle = obstacle(kernels);
    if (!obstacle.isEmpty()) {
      throw new InvalidConfigException(obstacle);
    }
    return kernels.create();
  }

  /**
   * Asks the executors that hold some rows, before a task of a round would fail, and fail again as
   * often as Spark repeats it.
   *
   * @throws InvalidConfigException when one of them cannot run the kernels
   */
  public static void require(Kernels kernels, ShareData data) {
    if (data.blocks().context().isLocal()) {
      return;
    }
    int[] all = IntStream.range(0, data.tasks().tasks()).toArray();
    PartitionJob.run(data.blocks(), all, new Question(kernels)).stream()
        .filter(obstacle -> !obstacle.isEmpty())
        .findFirst()
        .ifPresent(
            obstacle -> {
              throw new InvalidConfigException(obstacle);
            });
  }

  /** A sentence, or nothing. */
  private static String obstacle(Kernels kernels) {
    return kernels
        .refusal()
        .map(
            reason ->
                String.format(
                    "Cannot run the %s kernels on host %s: %s (for executors, in spark.executor.extraJavaOptions), or set training.kernels = ejml",
                    kernels.settingName(),
                    SparkEnv.get().blockManager().blockManagerId().host(),
                    reason))
        .orElse("");
  }

  private record Question(Kernels kernels)
      implements PartitionJob.PartitionFunction<PackedBlock, String> {
    @Override
    public String apply(int task, Iterator<PackedBlock> blocks) {
      return obstacle(kernels);
    }
  }
}
