package io.bellows.kernels.data;

import static io.bellows.kernels.Checks.require;

/**
 * Rows per weight update over the whole cluster.
 *
 * @param rows at least 1
 */
public record BatchSize(long rows) {
  /** All rows: one update an epoch. */
  public static final BatchSize FULL = new BatchSize(Long.MAX_VALUE);

  private static final long MOST_USUAL_SHARES = 8;
  private static final long FEWEST_USUAL_SHARES = 2;
  private static final long ROWS_WORTH_A_SUM = 16;

  public BatchSize {
    require(rows >= 1, "batch-size must be at least 1, or full; was %d", rows);
  }

  /**
   * In how many shares rows are usually placed: with at least 16 rows of a batch each, where 2 to 8
   * shares have that. With fewer rows, forming sums takes longer than what is summed.
   */
  public int usualShares() {
    long shares = Math.min(MOST_USUAL_SHARES, rows / ROWS_WORTH_A_SUM);
    return (int) Math.max(FEWEST_USUAL_SHARES, Long.highestOneBit(shares));
  }

  @Override
  public String toString() {
    return equals(FULL) ? "full" : Long.toString(rows);
  }
}
