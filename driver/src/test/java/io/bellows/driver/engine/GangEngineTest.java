package io.bellows.driver.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestBlocks;
import io.bellows.driver.TestRun;
import io.bellows.driver.input.InputException;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.TaskShares;
import io.bellows.kernels.gang.Division;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.training.RoundEngine;
import io.bellows.kernels.training.Segment;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GangEngineTest {
  private static final int INPUTS = 6;
  private static final int SHARES = 4;
  private static final int TASKS = 2;
  private static final int ROWS_OF_SHARE = 50;
  private static final int ROUNDS = 20;
  private static final Network NETWORK =
      Network.of(
          INPUTS,
          List.of(5),
          new Relu(),
          3,
          new Dropout(0.1, List.of(0.5), Dropout.Scaling.INVERTED),
          new SoftmaxCrossEntropy());
  private static final TrainingConfig CONFIG =
      TestRun.csv("none").shares(SHARES).batch(10).training();
  private static final BatchPlan PLAN = CONFIG.batching().plan(SHARES * ROWS_OF_SHARE);
  private static final Predicate<TrainingState> NEVER = state -> false;

  /** How often a task of the failing data set has still to fail. Tasks run in this JVM. */
  private static final AtomicInteger FAILURES = new AtomicInteger();

  @BeforeEach
  void nothingFails() {
    FAILURES.set(0);
  }

  @Test
  void advance_taskFails_startsAgainWithTheSameBits() {
    SparkSession spark = SparkSessions.local();
    float[] expected = advance(engine(data(spark)), NEVER).weights().values();
    FAILURES.set(2);

    TrainingState state = advance(engine(failing(spark, false)), NEVER);

    assertThat(FAILURES).hasValue(0);
    assertThat(state.weights().values()).containsExactly(expected);
    assertThat(state.round()).isEqualTo(ROUNDS);
  }

  @Test
  void advance_taskAlwaysFails_givesUpAndLeavesTheState() {
    SparkSession spark = SparkSessions.local();
    TrainingState state = TrainingState.initial(NETWORK, CONFIG);
    float[] before = state.weights().values().clone();
    FAILURES.set(Integer.MAX_VALUE);

    assertThatThrownBy(
            () -> engine(failing(spark, false)).advance(state, new Segment(0, 0, ROUNDS), NEVER))
        .hasMessageContaining("the disk is gone");

    // One attempt, and three more.
    assertThat(Integer.MAX_VALUE - FAILURES.get()).isEqualTo(4);
    assertThat(state.weights().values()).containsExactly(before);
    assertThat(state.round()).isZero();
    assertThat(GangRun.open()).isZero();
  }

  @Test
  void advance_inputIsToBlame_isNotTriedAgain() {
    FAILURES.set(Integer.MAX_VALUE);

    assertThatThrownBy(
            () ->
                engine(failing(SparkSessions.local(), true))
                    .advance(
                        TrainingState.initial(NETWORK, CONFIG), new Segment(0, 0, ROUNDS), NEVER))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot use the rows");

    assertThat(Integer.MAX_VALUE - FAILURES.get()).isEqualTo(1);
  }

  @Test
  void advance_jobCancelled_endsAllMembersAndLeavesNothing() throws Exception {
    SparkSession spark = SparkSessions.local();
    RoundEngine engine = engine(data(spark));
    CountDownLatch underWay = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    TrainingState state = TrainingState.initial(NETWORK, CONFIG);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> training =
          thread.submit(
              () -> {
                spark.sparkContext().setJobGroup("to be cancelled", "", false);
                engine.advance(
                    state,
                    new Segment(0, 0, ROUNDS),
                    moved -> {
                      underWay.countDown();
                      awaitQuietly(cancelled);
                      return false;
                    });
              });
      underWay.await();
      spark.sparkContext().cancelJobGroup("to be cancelled");
      assertThatThrownBy(training::get).hasMessageContaining("cancelled");
      cancelled.countDown();
    } finally {
      thread.shutdownNow();
    }
    assertThat(state.round()).isZero();
    assertNothingIsLeft(engine);
  }

  @Test
  void advance_twoFitsAtOnce_haveTheBitsOfEachAlone() throws Exception {
    SparkSession spark = SparkSessions.local();
    ShareData data = data(spark);
    float[] expected = advance(engine(data), NEVER).weights().values();
    RoundEngine jobs = jobs(data);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<TrainingState>> fits = new ArrayList<>();
      for (RoundEngine engine : List.of(engine(data), jobs, engine(data), jobs)) {
        fits.add(threads.submit(() -> advance(engine, NEVER)));
      }
      for (Future<TrainingState> fit : fits) {
        assertThat(fit.get().weights().values()).containsExactly(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** All members stop after the same round, and both engines where a shorter segment ends. */
  @Test
  void advance_askedToStop_endsAfterTheRoundInHandWithTheBitsOfSoManyRounds() {
    ShareData data = data(SparkSessions.local());
    TrainingState expected = TrainingState.initial(NETWORK, CONFIG);
    jobs(data).advance(expected, new Segment(0, 0, 7), NEVER);

    for (RoundEngine engine : List.of(engine(data), jobs(data))) {
      AtomicInteger asked = new AtomicInteger();
      TrainingState state = advance(engine, moved -> asked.incrementAndGet() == 7);

      assertThat(state.round()).isEqualTo(7);
      assertThat(state.runningLoss()).isEqualTo(expected.runningLoss());
      assertThat(state.weights().values()).containsExactly(expected.weights().values());
      assertThat(state.optimizer().updates()).isEqualTo(7);
    }
  }

  /** Whoever is told of a round knows how far the epoch is, while the state itself waits. */
  @Test
  void advance_afterEachRound_showsTheRoundAndItsRunningLoss() {
    ShareData data = data(SparkSessions.local());
    List<Object> byGang = new ArrayList<>();
    List<Object> byJobs = new ArrayList<>();

    advance(engine(data), moved -> !byGang.add(List.of(moved.round(), moved.runningLoss())));
    advance(jobs(data), moved -> !byJobs.add(List.of(moved.round(), moved.runningLoss())));

    assertThat(byGang).hasSize(ROUNDS).isEqualTo(byJobs);
  }

  @Test
  void advance_driverInterrupted_endsAllMembersAndLeavesNothing() throws Exception {
    SparkSession spark = SparkSessions.local();
    RoundEngine engine = engine(data(spark));
    CountDownLatch underWay = new CountDownLatch(1);
    TrainingState state = TrainingState.initial(NETWORK, CONFIG);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicBoolean wasInterrupted = new AtomicBoolean();
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread driver =
        new Thread(
            () -> {
              try {
                engine.advance(
                    state,
                    new Segment(0, 0, ROUNDS),
                    moved -> {
                      underWay.countDown();
                      awaitQuietly(interrupted);
                      return false;
                    });
              } catch (RuntimeException e) {
                thrown.set(e);
                wasInterrupted.set(Thread.currentThread().isInterrupted());
              }
            });
    driver.start();
    underWay.await();
    driver.interrupt();
    driver.join();
    interrupted.countDown();

    assertThat(thrown.get()).isInstanceOf(BarrierJob.Failed.class);
    assertThat(wasInterrupted).isTrue();
    assertThat(state.round()).isZero();
    assertNothingIsLeft(engine);
  }

  @Test
  void advance_ownErrorInATask_isNotTriedAgain() {
    AtomicInteger asked = new AtomicInteger();
    TrainingState state = TrainingState.initial(NETWORK, CONFIG);
    RoundEngine engine = engine(data(SparkSessions.local()));

    assertThatThrownBy(
            () ->
                engine.advance(
                    state,
                    new Segment(0, 0, ROUNDS),
                    moved -> {
                      asked.incrementAndGet();
                      throw new InvalidConfigException("Cannot run the vector kernels");
                    }))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("Cannot run the vector kernels");

    assertThat(asked).hasValue(1);
    assertThat(state.round()).isZero();
    assertNothingIsLeft(engine);
  }

  /** Spark would exit this JVM for it, had it seen it. */
  @Test
  void advance_outOfMemoryInATask_isThrownAndNotTriedAgain() {
    AtomicInteger asked = new AtomicInteger();
    RoundEngine engine = engine(data(SparkSessions.local()));

    assertThatThrownBy(
            () ->
                advance(
                    engine,
                    moved -> {
                      asked.incrementAndGet();
                      throw new OutOfMemoryError("Java heap space");
                    }))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("Java heap space");

    assertThat(asked).hasValue(1);
    assertNothingIsLeft(engine);
  }

  private static RoundEngine jobs(ShareData data) {
    return new SparkJobEngine(NETWORK, CONFIG, PLAN, data, Kernels.EJML);
  }

  /** No meeting, no thread of ours, and all slots free again. */
  private static void assertNothingIsLeft(RoundEngine engine) {
    assertThat(GangRun.open()).isZero();
    assertThat(advance(engine, NEVER).round()).isEqualTo(ROUNDS);
    assertThat(Thread.getAllStackTraces().values())
        .flatMap(List::of)
        .noneMatch(frame -> frame.getClassName().startsWith("io.bellows.kernels.gang."));
  }

  @Test
  void advance_segment_leavesTheCallersJobDescription() {
    SparkSession spark = SparkSessions.local();
    spark.sparkContext().setJobDescription("mine");
    try {
      advance(engine(data(spark)), NEVER);

      assertThat(spark.sparkContext().getLocalProperty("spark.job.description")).isEqualTo("mine");
    } finally {
      spark.sparkContext().setJobDescription(null);
    }
  }

  private static RoundEngine engine(ShareData data) {
    return new GangEngine(NETWORK, CONFIG, PLAN, data, Kernels.EJML, Division.ROWS);
  }

  private static TrainingState advance(RoundEngine engine, Predicate<TrainingState> stopRequested) {
    TrainingState state = TrainingState.initial(NETWORK, CONFIG);
    engine.advance(state, new Segment(0, 0, ROUNDS), stopRequested);
    return state;
  }

  private static ShareData data(SparkSession spark) {
    return new ShareData(
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(blocks(), TASKS),
        new TaskShares(SHARES, TASKS),
        SHARES * ROWS_OF_SHARE);
  }

  /** Not kept in memory, so that each attempt comes by; the second task fails. */
  private static ShareData failing(SparkSession spark, boolean byInput) {
    JavaRDD<PackedBlock> failing =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(blocks(), TASKS)
            .map(
                block -> {
                  if (TaskContext.getPartitionId() == 1 && FAILURES.get() > 0) {
                    FAILURES.decrementAndGet();
                    throw byInput
                        ? new InputException("Cannot use the rows")
                        : new UncheckedIOException(new IOException("the disk is gone"));
                  }
                  return block;
                });
    return new ShareData(failing, new TaskShares(SHARES, TASKS), SHARES * ROWS_OF_SHARE);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<PackedBlock> blocks() {
    return TestBlocks.of(SHARES, ROWS_OF_SHARE, INPUTS);
  }
}
