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

  public BatchSize {
    require(rows >= 1, "batch-size must be at least 1, or full; was %d", rows);
  }

  @Override
  public String toString() {
    return equals(FULL) ? "full" : Long.toString(rows);
  }
}
