package io.bellows.driver.bench;

import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.data.BatchSize;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.training.Efficiency;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Settings that follow from a measurement.
 *
 * @param engine for {@code training.engine}
 * @param shares for {@code training.shares}
 * @param batchRows for {@code training.batch-size}
 * @param reason a sentence
 */
public record Advice(String engine, int shares, long batchRows, String reason) {
  /** A larger batch is worth it until arithmetic takes so many times as long as all else. */
  private static final int TIMES_ALL_ELSE = 4;

  private static final double GOOD = TIMES_ALL_ELSE / (TIMES_ALL_ELSE + 1.0);

  /**
   * The advice: the faster engine; shares that divide evenly among the cores; the batch as it is
   * where most of a round is arithmetic, else the one where that is so, given that all else in a
   * round costs the same whatever the batch.
   *
   * @param batchRows B as measured
   * @throws InvalidConfigException when no engine could be measured
   */
  static Advice of(List<EngineSpeed> engines, int cores, long batchRows) {
    List<EngineSpeed> running =
        engines.stream()
            .filter(engine -> engine.rounds().isPresent())
            .sorted(Comparator.comparingDouble(Advice::rowsPerSecond).reversed())
            .toList();
    if (running.isEmpty()) {
      throw new InvalidConfigException(
          engines.stream().map(EngineSpeed::remark).collect(Collectors.joining("; ")));
    }
    EngineSpeed best = running.get(0);
    Efficiency rounds = best.rounds().orElseThrow();
    double arithmetic = rounds.arithmetic();
    long most = (long) shares(BatchSize.FULL, cores) * PackedBlock.ROWS;
    long batch =
        arithmetic >= GOOD
            ? batchRows
            : Math.max(batchRows, Math.min(most, goodBatch(arithmetic, batchRows)));
    int shares = shares(new BatchSize(batch), cores);
    return new Advice(
        best.engine(),
        shares,
        batch,
        compared(running)
            + String.format(
                Locale.ROOT,
                "%d shares divide evenly among %s, and ",
                shares,
                cores == 1 ? "1 core" : cores + " cores")
            + ofBatch(arithmetic, batchRows, batch));
  }

  /** As many as are usual, or some more that divide evenly among the cores. */
  private static int shares(BatchSize batch, int cores) {
    return (batch.usualShares() + cores - 1) / cores * cores;
  }

  private static double rowsPerSecond(EngineSpeed engine) {
    return engine.rounds().map(Efficiency::rowsPerSecond).orElse(0.0);
  }

  /** With overhead o and arithmetic a at B: a·x / (o + a·x) is good at x = B′ / B, rounded up. */
  private static long goodBatch(double arithmetic, long batchRows) {
    double times = TIMES_ALL_ELSE * (1 - arithmetic) / Math.max(1e-6, arithmetic);
    return Long.highestOneBit(Math.max(1, (long) Math.ceil(times * batchRows) - 1)) << 1;
  }

  private static String compared(List<EngineSpeed> running) {
    if (running.size() < 2) {
      return running.get(0).engine() + " is the engine that runs here, ";
    }
    return String.format(
        Locale.ROOT,
        "%s is %.1f times as fast as %s, ",
        running.get(0).engine(),
        rowsPerSecond(running.get(0)) / rowsPerSecond(running.get(1)),
        running.get(1).engine());
  }

  private static String ofBatch(double arithmetic, long measured, long advised) {
    if (advised == measured) {
      return String.format(
          Locale.ROOT,
          "%.0f %% of a round is arithmetic at batch %,d%s.",
          100 * arithmetic,
          measured,
          arithmetic >= GOOD ? ", so that a larger one gains little" : ", the largest of use");
    }
    double times = (double) advised / measured;
    double then = arithmetic * times / (1 - arithmetic + arithmetic * times);
    return String.format(
        Locale.ROOT,
        "at batch %,d only %.0f %% of a round is arithmetic, at %,d it would be about %.0f %% (larger batches may need more epochs).",
        measured,
        100 * arithmetic,
        advised,
        100 * then);
  }
}
