package io.bellows.kernels.data;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.InvalidConfigException;
import java.io.Serializable;

/**
 * Which rows of which share belong to a round. Part of the bits.
 *
 * <p>An epoch has positions 0 … N−1. Round r takes [rB, min((r+1)B, N)). Position g is the (g div
 * P)-th visited row of share g mod P. Hence a round has exactly B rows, none twice, none left out,
 * for every B and P, B = 1 and B &lt; P included.
 *
 * @param rows N, all training rows
 * @param batchRows B, at most N
 * @param shares P
 * @param lastBatch whether the last, smaller batch is a round
 */
public record BatchPlan(long rows, long batchRows, int shares, LastBatch lastBatch)
    implements Serializable {
  public BatchPlan {
    require(rows >= 1, "an epoch needs at least 1 training row, there are %d", rows);
    require(
        batchRows >= 1 && batchRows <= rows,
        "a batch must have 1 to %d rows, not %d",
        rows,
        batchRows);
    require(shares >= 1, "shares must be at least 1, was %d", shares);
  }

  /**
   * The plan of a run.
   *
   * @throws InvalidConfigException when dropping the last batch leaves no round
   */
  public static BatchPlan of(long rows, BatchSize batch, int shares, LastBatch lastBatch) {
    if (lastBatch == LastBatch.DROP && !batch.equals(BatchSize.FULL) && batch.rows() > rows) {
      throw new InvalidConfigException(
          String.format(
              "Cannot train: last-batch = drop with batch-size %d leaves no round of the %d training rows; set training.last-batch = keep or a batch-size of at most %d",
              batch.rows(), rows, rows));
    }
    return new BatchPlan(rows, Math.min(batch.rows(), rows), shares, lastBatch);
  }

  /** Rounds of an epoch. */
  public int rounds() {
    long whole = rows / batchRows;
    boolean smaller = rows % batchRows != 0 && lastBatch == LastBatch.KEEP;
    return Math.toIntExact(whole + (smaller ? 1 : 0));
  }

  /**
   * The first visited row of a share that belongs to a round, or the one after its last when none
   * does.
   */
  public int from(int share, int round) {
    return visitedBefore(share, (long) round * batchRows);
  }

  /** The visited row of a share after the last that belongs to a round. */
  public int to(int share, int round) {
    return visitedBefore(share, Math.min((round + 1L) * batchRows, rows));
  }

  /** How many rows a share holds. */
  public int rowsOf(int share) {
    return visitedBefore(share, rows);
  }

  /** How many of the epoch's first positions fall to a share. */
  private int visitedBefore(int share, long position) {
    return Math.toIntExact((position - share + shares - 1) / shares);
  }
}
