package io.bellows.kernels.training;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.BatchSize;
import io.bellows.kernels.data.LastBatch;

/**
 * How rows come together in rounds.
 *
 * @param shares P, the number of summands; part of the bits
 * @param size rows of a round
 * @param last what becomes of an epoch's last batch
 */
public record Batching(int shares, BatchSize size, LastBatch last) {
  public Batching {
    require(shares >= 1, "training.shares must be at least 1, was %d", shares);
  }

  /** The rounds of an epoch over so many rows. */
  public BatchPlan plan(long rows) {
    return BatchPlan.of(rows, size, shares, last);
  }
}
