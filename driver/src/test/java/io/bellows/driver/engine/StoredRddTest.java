package io.bellows.driver.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.SparkSessions;
import io.bellows.driver.StoredStatus;
import io.bellows.driver.TestRun;
import io.bellows.driver.bench.DrawnRows;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.training.GradientWorker;
import io.bellows.kernels.training.Segment;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingState;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockStatus;
import org.apache.spark.storage.RDDBlockId;
import org.junit.jupiter.api.Test;

/** 65,536 rows of 100 inputs in 64 blocks of 0.4 MB, 32 to each of two shares. */
class StoredRddTest {
  private static final int SHARES = 2;
  private static final int BLOCKS = 64;
  private static final int BATCH = 512;

  /** An epoch. */
  private static final int ROUNDS = 128;

  private static final Network NETWORK =
      Network.of(100, List.of(4), new Relu(), 3, Dropout.none(1), new SoftmaxCrossEntropy());
  private static final TrainingConfig CONFIG =
      TestRun.csv("none").shares(SHARES).batch(BATCH).training();

  /** Of 26 MB of rows 12 fit: (512 MiB − 300 MiB) · 0.06. */
  private static final Map<String, String> LITTLE_MEMORY =
      Map.of("spark.testing.memory", Long.toString(512 << 20), "spark.memory.fraction", "0.06");

  @Test
  void advance_rowsPartlyOnDisk_hasTheBitsOfRowsInMemory() {
    float[] expected;
    try (ShareData data = data(SparkSessions.local())) {
      assertThat(data.isInMemory()).isTrue();
      expected = advance(data, ROUNDS);
    }
    SparkSessions.on(
        "local[2]",
        LITTLE_MEMORY,
        spark -> {
          try (ShareData data = data(spark)) {
            assertThat(data.isInMemory()).isFalse();
            assertThat(StoredStatus.all().values().stream().filter(StoredRddTest::isOnDisk).count())
                .isBetween(BLOCKS / 4L, BLOCKS - 1L);
            assertThat(advance(data, ROUNDS)).isEqualTo(expected);
            return data;
          }
        });
  }

  /** A lost block that a round needs is packed again, with all that are lost; else none is. */
  @Test
  void advance_blocksAreLost_onlyRoundsThatNeedThemPackAgain() {
    try (ShareData data = data(SparkSessions.local())) {
      float[] expected = advance(data, 3);
      Set<RDDBlockId> needed = needed(data, 3);
      Set<RDDBlockId> others = blocks(data);
      others.removeAll(needed);
      assertThat(needed).hasSize(SHARES * 8);
      assertThat(others).hasSize(BLOCKS - SHARES * 8);

      others.forEach(StoredRddTest::lose);
      assertThat(advance(data, 3)).isEqualTo(expected);
      assertThat(blocks(data)).isEqualTo(needed);

      needed.forEach(StoredRddTest::lose);
      assertThat(advance(data, 3)).isEqualTo(expected);
      assertThat(blocks(data)).hasSize(BLOCKS);
    }
  }

  @Test
  void advance_executorIsLostWithItsRows_packsThemAnewWithTheSameBits() {
    float[] expected;
    try (ShareData data = data(SparkSessions.local())) {
      expected = advance(data, 3);
    }
    SparkSessions.on(
        "local-cluster[2,1,1024]",
        spark -> {
          // Executors register while the first job runs.
          spark.range(0, 2, 1, 2).count();
          try (ShareData data = data(spark)) {
            assertThat(advance(data, 3)).isEqualTo(expected);
            Set<RDDBlockId> before = blocks(data);
            loseFirstExecutor(data);
            assertThat(advance(data, 3)).isEqualTo(expected);
            assertThat(blocks(data)).isEqualTo(before).hasSize(BLOCKS);
            return data;
          }
        });
  }

  /** Ends the JVM of the first task's rows, the first time that it runs there. */
  private static void loseFirstExecutor(ShareData data) {
    PartitionJob.run(
        data.blocks(),
        new int[] {0},
        (task, blocks) -> {
          if (TaskContext.get().attemptNumber() == 0) {
            Runtime.getRuntime().halt(1);
          }
          return task;
        });
  }

  @Test
  void collect_storedRows_areThoseThatWerePackedInTheirOrder() {
    try (ShareData data = data(SparkSessions.local())) {
      List<PackedBlock> stored = data.blocks().collect();

      assertThat(stored)
          .extracting(block -> List.of(block.share(), block.index()))
          .hasSize(BLOCKS)
          .isSortedAccordingTo(Comparator.comparing(place -> place.get(0) * BLOCKS + place.get(1)));
      assertThat(data.rows()).isEqualTo(stored.stream().mapToLong(PackedBlock::rows).sum());
    }
  }

  private static boolean isOnDisk(BlockStatus block) {
    return block.diskSize() > 0;
  }

  private static void lose(RDDBlockId block) {
    SparkEnv.get().blockManager().removeBlock(block, true);
  }

  /** The ids under which rows are stored. */
  private static Set<RDDBlockId> blocks(ShareData data) {
    return StoredStatus.all().keySet().stream()
        .filter(store(data)::holds)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Of the blocks that hold the rows of the first rounds. */
  private static Set<RDDBlockId> needed(ShareData data, int rounds) {
    GradientWorker worker =
        new GradientWorker(NETWORK, plan(data), CONFIG.seed(), Kernels.EJML.create());
    Set<RDDBlockId> needed = new HashSet<>();
    for (int share = 0; share < SHARES; share++) {
      for (int round = 0; round < rounds; round++) {
        for (int row : worker.rows(share, 0, round)) {
          needed.add(store(data).id(share, row / PackedBlock.ROWS));
        }
      }
    }
    return needed;
  }

  private static BlockStore store(ShareData data) {
    return ((StoredRdd) data.blocks().rdd()).blockStore();
  }

  private static ShareData data(SparkSession spark) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return DrawnRows.of(context, NETWORK, SHARES, BATCH);
  }

  private static BatchPlan plan(ShareData data) {
    return CONFIG.batching().plan(data.rows());
  }

  /** The weights after an epoch's first rounds. */
  private static float[] advance(ShareData data, int rounds) {
    TrainingState state = TrainingState.initial(NETWORK, CONFIG);
    new SparkJobEngine(NETWORK, CONFIG, plan(data), data, Kernels.EJML)
        .advance(state, new Segment(0, 0, rounds), moved -> false);
    return state.weights().values();
  }
}
