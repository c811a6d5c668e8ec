package io.bellows.kernels.gang;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.bellows.kernels.TestConfig;
import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMasks;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.averaging.ExponentialAverage;
import io.bellows.kernels.constraint.Clipping;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.Share;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.layer.EmbeddingLayer;
import io.bellows.kernels.layer.EmbeddingTable;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.network.HiddenLayers;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.optimizer.Adam;
import io.bellows.kernels.optimizer.Lamb;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.optimizer.Sgd;
import io.bellows.kernels.training.Segment;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingState;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A round that allocates makes a garbage collector's work of what should be arithmetic; a vector
 * that the JVM failed to keep in a register shows here first, by hundreds of kilobytes.
 *
 * <p>The usual kinds come first, and are held to a kilobyte. By the time of the others the JVM has
 * seen so many kinds in the same places that it makes objects of small things that it kept in
 * registers before.
 *
 * <p>Bytes are counted in each member's own thread, so that other work on the machine does not
 * show. Only how soon the JVM's compilers are done depends on it: blocks of 1,000 rounds are run
 * until two in a row stay below the limit.
 */
class GangAllocationTest {
  private static final int ROUNDS = 1_000;
  private static final int BYTES_OF_USUAL_ROUNDS = 1_024;
  private static final int BYTES_OF_OTHER_ROUNDS = 8_192;
  private static final int MOST_BLOCKS = 40;

  private static final int MEMBERS = 2;
  private static final int SHARES = 8;
  private static final int INPUTS = 37;
  private static final int CLASSES = 5;
  private static final List<Integer> HIDDEN = List.of(70, 33);

  /** Rows by batch size; made once for all cases. */
  private static final Map<Integer, List<Share>> ROWS = new HashMap<>();

  /** What a round has to do. */
  private enum Kind {
    MOMENTUM(new Sgd(0.9)),
    ADAM(new Adam(0.9, 0.999, 1e-8)),
    LAMB(new Lamb(0.9, 0.999, 1e-6)),
    CLIPPING_BY_NORM(new Sgd(0.9)),
    LAYER_NORM(new Sgd(0.9)),
    EMBEDDING(new Sgd(0.9));

    private final Optimizer optimizer;

    Kind(Optimizer optimizer) {
      this.optimizer = optimizer;
    }

    TestConfig config() {
      return new TestConfig()
          .optimizer(optimizer)
          .clipping(
              this == CLIPPING_BY_NORM ? new Clipping(Clipping.By.NORM, 0.01) : Clipping.NONE);
    }

    Network network() {
      return Network.of(
          this == EMBEDDING
              ? new EmbeddingLayer(INPUTS, List.of(new EmbeddingTable(2, 30, 20)))
              : EmbeddingLayer.none(INPUTS),
          new HiddenLayers(HIDDEN, new Relu(), false, this == LAYER_NORM),
          CLASSES,
          TestMasks.everywhere(0.3, HIDDEN.size(), Scaling.INVERTED),
          new SoftmaxCrossEntropy());
    }

    /** Units of normalised layers are not divided. */
    Stream<Division> divisions() {
      return Arrays.stream(Division.values())
          .filter(division -> this != LAYER_NORM || division == Division.ROWS);
    }

    private boolean isUsual() {
      return this == MOMENTUM || this == ADAM;
    }

    /** Several for what is most common; the others differ from it apart from the rows. */
    Stream<Integer> batches() {
      return isUsual() ? Stream.of(32, 128) : Stream.of(32);
    }

    int mostBytes() {
      return isUsual() ? BYTES_OF_USUAL_ROUNDS : BYTES_OF_OTHER_ROUNDS;
    }
  }

  static Stream<Arguments> cases() {
    return Arrays.stream(Kind.values())
        .flatMap(kind -> TestKernels.runnable().flatMap(kernels -> cases(kernels, kind)));
  }

  private static Stream<Arguments> cases(Kernels kernels, Kind kind) {
    return kind.divisions()
        .flatMap(
            division -> kind.batches().map(batch -> Arguments.of(kernels, kind, division, batch)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void run_warm_allocatesNextToNothing(Kernels kernels, Kind kind, Division division, int batch) {
    List<Share> shares = ROWS.computeIfAbsent(batch, GangAllocationTest::rows);
    List<Long> blocks = new ArrayList<>();
    int settled = 0;
    while (settled < 2 && blocks.size() < MOST_BLOCKS) {
      long bytes = bytesARound(kernels, kind, division, batch, shares);
      blocks.add(bytes);
      settled = bytes < kind.mostBytes() ? settled + 1 : 0;
    }
    assertThat(settled)
        .as("bytes a round in the member that allocates most, block by block: %s", blocks)
        .isEqualTo(2);
  }

  /** One epoch: a first round, then those that count. */
  private static long bytesARound(
      Kernels kernels, Kind kind, Division division, int batch, List<Share> shares) {
    Network network = kind.network();
    TrainingConfig config =
        kind.config()
            .shares(SHARES)
            .batch(batch)
            .rate(0.001)
            .averaging(new ExponentialAverage(0.999))
            .build();
    BatchPlan plan = config.batching().plan((long) batch * (ROUNDS + 1));
    TrainingState state = TrainingState.initial(network, config);
    Counter counter = new Counter();
    Gang gang =
        new Gang(
            network,
            config,
            plan,
            state,
            new Segment(0, 0, plan.rounds()),
            MEMBERS,
            division,
            kernels,
            moved -> counter.roundDone(moved.round()));
    shares.forEach(gang::bring);
    List<FutureTask<?>> running = new ArrayList<>();
    for (int member = 0; member < MEMBERS; member++) {
      int number = member;
      FutureTask<?> task = new FutureTask<>(() -> gang.run(number, () -> false), null);
      running.add(task);
      counter.threads[member] = new Thread(task, "member " + member);
    }
    for (Thread thread : counter.threads) {
      thread.start();
    }
    try {
      for (FutureTask<?> task : running) {
        task.get();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    assertThat(state.round()).isEqualTo(ROUNDS + 1);
    return counter.mostBytes() / ROUNDS;
  }

  private static List<Share> rows(int batch) {
    return TestRows.classes(batch * (ROUNDS + 1), INPUTS, CLASSES, 1).weighted(2).shares(SHARES);
  }

  /** What the members have allocated after the first round, and after the last. */
  private static final class Counter {
    private static final ThreadMXBean THREADS =
        ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private final Thread[] threads = new Thread[MEMBERS];
    private final long[] first = new long[MEMBERS];
    private final long[] last = new long[MEMBERS];

    /** Asked by the first member after every round, before the others begin the next one. */
    boolean roundDone(int round) {
      if (round == 1) {
        count(first);
      } else if (round == ROUNDS + 1) {
        count(last);
      }
      return false;
    }

    private void count(long[] bytes) {
      for (int member = 0; member < MEMBERS; member++) {
        bytes[member] = THREADS.getThreadAllocatedBytes(threads[member].getId());
      }
    }

    long mostBytes() {
      long most = 0;
      for (int member = 0; member < MEMBERS; member++) {
        most = Math.max(most, last[member] - first[member]);
      }
      return most;
    }
  }
}
