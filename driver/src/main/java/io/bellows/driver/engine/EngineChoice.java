package io.bellows.driver.engine;

import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.gang.Division;
import io.bellows.kernels.gang.Gang;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.training.RoundEngine;
import io.bellows.kernels.training.TrainingConfig;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;

/**
 * Which engine carries out a run's rounds. All give the same bits.
 *
 * @param name {@code gang} or {@code jobs}
 * @param reason a sentence for the log
 */
public record EngineChoice(String name, String reason, RoundEngine engine) {
  /** The settings. */
  public static final String AUTO = "auto";

  public static final String GANG = "gang";
  public static final String JOBS = "jobs";

  /** With as many rows as this a task computes for longer than it reads all weights. */
  private static final int ROWS_WORTH_ALL_WEIGHTS = 64;

  /** A batch on its way may take this part of the heap; rows, Spark and weights need the others. */
  private static final int PART_OF_HEAP = 4;

  /** The names, with {@link #AUTO} first. */
  public static List<String> settings() {
    return List.of(AUTO, GANG, JOBS);
  }

  /**
   * Chooses by a setting.
   *
   * @throws InvalidConfigException when the setting names an engine that cannot carry this run
   */
  public static EngineChoice of(
      String setting,
      Network network,
      TrainingConfig config,
      BatchPlan plan,
      ShareData data,
      Kernels kernels) {
    if (setting.equals(JOBS)) {
      return jobs("as training.engine says", network, config, plan, data, kernels);
    }
    Optional<String> obstacle = obstacleToGang(network, plan, data);
    if (obstacle.isEmpty()) {
      Division division = division(network, plan, data.tasks().tasks());
      return new EngineChoice(
          GANG,
          String.format(
              "gang, %d tasks in one stage an epoch, dividing %s",
              data.tasks().tasks(), division == Division.UNITS ? "units" : "rows"),
          new GangEngine(network, config, plan, data, kernels, division));
    }
    if (setting.equals(GANG)) {
      throw new InvalidConfigException(
          String.format(
              "Cannot use training.engine = gang: %s; set training.engine = auto", obstacle.get()));
    }
    return jobs("since " + obstacle.get(), network, config, plan, data, kernels);
  }

  /** Units where reading weights would take the time, and every task gets some of each row. */
  private static Division division(Network network, BatchPlan plan, int tasks) {
    List<Integer> outputs = network.layout().outputs();
    List<Integer> hidden = outputs.subList(0, outputs.size() - 1);
    boolean isSmallBatch = plan.batchRows() < (long) ROWS_WORTH_ALL_WEIGHTS * tasks;
    boolean hasUnits = !hidden.isEmpty() && Collections.min(hidden) >= tasks * DenseKernels.GRAIN;
    return isSmallBatch && hasUnits && !network.isNormalized() ? Division.UNITS : Division.ROWS;
  }

  private static EngineChoice jobs(
      String why,
      Network network,
      TrainingConfig config,
      BatchPlan plan,
      ShareData data,
      Kernels kernels) {
    return new EngineChoice(
        JOBS,
        "jobs, a Spark job a round, " + why,
        new SparkJobEngine(network, config, plan, data, kernels));
  }

  /** How many tasks run at once. Not the default parallelism, which a setting may raise. */
  public static int slots(SparkContext spark) {
    return spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
  }

  /** How many cores work at once on a round over some rows. */
  public static int cores(ShareData rows) {
    return Math.min(rows.tasks().tasks(), slots(rows.blocks().context()));
  }

  /** Whether tasks run in the driver's JVM. */
  public static boolean isOneJvm(SparkContext spark) {
    return spark.master().equals("local") || spark.master().startsWith("local[");
  }

  private static Optional<String> obstacleToGang(Network network, BatchPlan plan, ShareData data) {
    SparkContext spark = data.blocks().context();
    if (!isOneJvm(spark)) {
      return Optional.of("the master is " + spark.master() + ", and a gang needs one JVM");
    }
    int slots = slots(spark);
    if (data.tasks().tasks() > slots) {
      return Optional.of(
          String.format(
              "its %d tasks must run at the same time, and there are %d task slots",
              data.tasks().tasks(), slots));
    }
    if (!Gang.canCarry(plan)) {
      return Optional.of(
          String.format(
              "a batch of %,d rows is more than 1,024 for each of the %d shares",
              plan.batchRows(), plan.shares()));
    }
    long needed = Gang.bytesOfBatch(network, plan);
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap / PART_OF_HEAP) {
      return Optional.of(
          String.format(
              "a batch of %,d rows takes %,d MiB on its way through the network, of a heap of %,d MiB",
              plan.batchRows(), needed >> 20, heap >> 20));
    }
    if (!data.isInMemory()) {
      return Optional.of("the packed rows do not all fit in memory");
    }
    return Optional.empty();
  }
}
