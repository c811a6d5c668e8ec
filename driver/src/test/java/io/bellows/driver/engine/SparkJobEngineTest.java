package io.bellows.driver.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestBlocks;
import io.bellows.driver.TestRun;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.TaskShares;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.training.Segment;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManagerMaster;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

class SparkJobEngineTest {
  private static final int INPUTS = 6;
  private static final int SHARES = 4;
  private static final int ROWS_OF_SHARE = 50;

  private static final Network NETWORK = network(5);

  /**
   * In a session that cleans up nothing of its own accord, so that what is not destroyed stays: a
   * copy of the weights takes 0.8 MB on the heap, 300 of them 240 MB.
   */
  @Test
  void advance_sixHundredRoundsOfALargeNetwork_leaveNeitherBroadcastNorHeap() {
    Network network = network(20_000);
    long copy = 4L * network.layout().size();
    SparkSessions.on(
        "local[2]",
        Map.of("spark.cleaner.referenceTracking", "false"),
        spark -> {
          try (ShareData data = data(spark, blocks())) {
            advance(network, data, 10, 300);
            long before = usedHeap();
            advance(network, data, 10, 300);

            assertThat(usedHeap() - before).isLessThan(300 * copy / 10);
            assertThat(broadcasts(copy / 2)).isZero();
            assertThat(broadcasts(0)).as("those of the jobs themselves").isGreaterThan(600);
            return data;
          }
        });
  }

  @Test
  void advance_taskFailsOnce_isRetriedWithTheSameBits() {
    float[] expected;
    try (ShareData data = data(SparkSessions.local(), blocks())) {
      expected = advance(data, 20, 10);
    }
    float[] retried =
        SparkSessions.on(
            "local[2,4]",
            spark -> {
              JavaRDD<PackedBlock> failing =
                  rdd(spark, blocks())
                      .mapPartitions(
                          part -> {
                            if (TaskContext.get().attemptNumber() == 0) {
                              throw new IllegalStateException("the first attempt fails");
                            }
                            return part;
                          });
              // Not kept in memory, so that every round's tasks come by.
              return advance(
                  new ShareData(failing, new TaskShares(SHARES, 2), SHARES * ROWS_OF_SHARE),
                  20,
                  10);
            });

    assertThat(retried).isEqualTo(expected);
  }

  @Test
  void advance_oneRowARound_runsOneTaskAJob() throws TimeoutException {
    SparkSession spark = SparkSessions.local();
    AtomicInteger tasks = new AtomicInteger();
    SparkListener counter =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            tasks.incrementAndGet();
          }
        };
    try (ShareData data = data(spark, blocks())) {
      spark.sparkContext().listenerBus().waitUntilEmpty();
      spark.sparkContext().addSparkListener(counter);
      advance(data, 1, 30);
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(counter);
    }

    assertThat(tasks).hasValue(30);
  }

  private static Network network(int units) {
    return Network.of(
        INPUTS, List.of(units), new Relu(), 3, Dropout.none(1), new SoftmaxCrossEntropy());
  }

  private static float[] advance(ShareData data, long batch, int rounds) {
    return advance(NETWORK, data, batch, rounds);
  }

  /** Carries a fresh state through rounds and gives its weights. */
  private static float[] advance(Network network, ShareData data, long batch, int rounds) {
    TrainingConfig config =
        TestRun.csv("none").shares(SHARES).batch(batch).maxEpochs(100).training();
    BatchPlan plan = config.batching().plan(data.rows());
    SparkJobEngine engine = new SparkJobEngine(network, config, plan, data, Kernels.EJML);
    TrainingState state = TrainingState.initial(network, config);
    for (int done = 0; done < rounds; ) {
      int part = Math.min(rounds - done, plan.rounds());
      engine.advance(state, new Segment(done / plan.rounds(), 0, part), moved -> false);
      done += part;
    }
    return state.weights().values();
  }

  private static ShareData data(SparkSession spark, List<PackedBlock> blocks) {
    return ShareData.persisted(rdd(spark, blocks), new TaskShares(SHARES, 2));
  }

  private static JavaRDD<PackedBlock> rdd(SparkSession spark, List<PackedBlock> blocks) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(blocks, 2)
        .persist(StorageLevel.MEMORY_ONLY())
        .map(block -> block);
  }

  private static List<PackedBlock> blocks() {
    return TestBlocks.of(SHARES, ROWS_OF_SHARE, INPUTS);
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** How many blocks of broadcasts there are of more than some bytes. */
  private static long broadcasts(long bytes) {
    BlockManagerMaster master = SparkEnv.get().blockManager().master();
    return CollectionConverters.asJava(
            master.getMatchingBlockIds(
                new AbstractFunction1<BlockId, Object>() {
                  @Override
                  public Object apply(BlockId block) {
                    return block.isBroadcast();
                  }
                },
                true))
        .stream()
        .flatMap(
            block ->
                CollectionConverters.asJava(master.getBlockStatus(block, true)).values().stream())
        .filter(status -> status.memSize() + status.diskSize() > bytes)
        .count();
  }
}
