package io.bellows.driver.engine;

import io.bellows.kernels.data.BatchPlan;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what part of a round is overhead: everything but the slowest task's own computing. Says
 * so once, when it is most of the round, with the batch size that would halve that part.
 */
final class RoundOverhead {
  private static final Logger LOG = LoggerFactory.getLogger(RoundOverhead.class);

  /** The first rounds run cold code. */
  private static final int WARM_UP_ROUNDS = 50;

  private static final int MEASURED_ROUNDS = 100;

  private final BatchPlan plan;
  private int rounds;
  private long roundNanos;
  private long computeNanos;

  RoundOverhead(BatchPlan plan) {
    this.plan = plan;
  }

  void add(long nanos, List<RoundTask.Result> results) {
    rounds++;
    if (rounds <= WARM_UP_ROUNDS || rounds > WARM_UP_ROUNDS + MEASURED_ROUNDS) {
      return;
    }
    roundNanos += nanos;
    computeNanos += results.stream().mapToLong(RoundTask.Result::computeNanos).max().orElse(0);
    if (rounds == WARM_UP_ROUNDS + MEASURED_ROUNDS && 2 * computeNanos < roundNanos) {
      LOG.info(
          "A round takes {} ms, of which {} ms is overhead; training.batch-size = {} would halve its part",
          milliseconds(roundNanos),
          milliseconds(roundNanos - computeNanos),
          halvingBatch(plan.batchRows(), roundNanos - computeNanos, computeNanos, plan.rows()));
    }
  }

  private static String milliseconds(long nanos) {
    return String.format("%.1f", nanos / 1e6 / MEASURED_ROUNDS);
  }

  /**
   * The batch with half the part of overhead: with overhead o and computing c, o / (o + c·B′/B) = ½
   * · o / (o + c), so that B′ = B · (2 + o / c), at most all rows.
   */
  static long halvingBatch(long batch, long overhead, long compute, long rows) {
    return Math.min(rows, Math.round(batch * (2 + (double) overhead / Math.max(1, compute))));
  }
}
