package io.bellows.driver.engine;

import io.bellows.kernels.data.BatchPlan;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what part of a round is overhead: everything but the slowest task's own computing. Says
 * so once, when it is most of the round and a larger batch would lower that part.
 */
final class RoundOverhead {
  private static final Logger LOG = LoggerFactory.getLogger(RoundOverhead.class);

  /** The first rounds run cold code. */
  static final int WARM_UP_ROUNDS = 50;

  static final int MEASURED_ROUNDS = 100;

  /**
   * What to say of the measured rounds.
   *
   * @param batch rows of a batch with a smaller part of overhead
   * @param halves whether that part is half as large; else the batch is all rows
   */
  record Advice(long batch, boolean halves) {}

  private final BatchPlan plan;
  private int rounds;
  private long roundNanos;
  private long computeNanos;

  RoundOverhead(BatchPlan plan) {
    this.plan = plan;
  }

  /** Takes note of a round, and speaks when there is advice. */
  void add(long nanos, List<RoundTask.Result> results) {
    long slowest = results.stream().mapToLong(RoundTask.Result::computeNanos).max().orElse(0);
    adviceAfter(nanos, slowest).ifPresent(this::log);
  }

  /**
   * What to say after another round; nothing but at the end of the measured ones.
   *
   * @param nanos how long the round took
   * @param slowest how long its slowest task computed
   */
  Optional<Advice> adviceAfter(long nanos, long slowest) {
    rounds++;
    if (rounds <= WARM_UP_ROUNDS || rounds > WARM_UP_ROUNDS + MEASURED_ROUNDS) {
      return Optional.empty();
    }
    roundNanos += nanos;
    computeNanos += slowest;
    return rounds == WARM_UP_ROUNDS + MEASURED_ROUNDS ? advice() : Optional.empty();
  }

  private Optional<Advice> advice() {
    boolean isMost = 2 * computeNanos < roundNanos;
    if (!isMost || plan.batchRows() == plan.rows()) {
      return Optional.empty();
    }
    long halving = halvingBatch(plan.batchRows(), roundNanos - computeNanos, computeNanos);
    return Optional.of(new Advice(Math.min(plan.rows(), halving), halving <= plan.rows()));
  }

  private void log(Advice advice) {
    LOG.info(
        "A round takes {} ms, of which {} ms is overhead; training.batch-size = {} would {} its part",
        milliseconds(roundNanos),
        milliseconds(roundNanos - computeNanos),
        advice.batch,
        advice.halves ? "halve" : "lower");
  }

  private static String milliseconds(long nanos) {
    return String.format("%.1f", nanos / 1e6 / MEASURED_ROUNDS);
  }

  /**
   * The batch with half the part of overhead: with overhead o and computing c, o / (o + c·B′/B) = ½
   * · o / (o + c), so that B′ = B · (2 + o / c).
   */
  private static long halvingBatch(long batch, long overhead, long compute) {
    return Math.round(batch * (2 + (double) overhead / Math.max(1, compute)));
  }
}
