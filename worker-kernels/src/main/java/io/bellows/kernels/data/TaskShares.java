package io.bellows.kernels.data;

import static io.bellows.kernels.Checks.require;

import java.io.Serializable;

/**
 * Which shares a task holds: consecutive ones, as evenly as possible. How many tasks there are
 * changes no result.
 *
 * @param shares P
 * @param tasks at most P
 */
public record TaskShares(int shares, int tasks) implements Serializable {
  public TaskShares {
    require(
        tasks >= 1 && tasks <= shares,
        "%d shares need 1 to %d tasks, not %d",
        shares,
        shares,
        tasks);
  }

  /** The task that holds a share: ⌊share · tasks / P⌋. */
  public int taskOf(int share) {
    return (int) ((long) share * tasks / shares);
  }

  /** The first share of a task; of the task after the last, P. */
  public int first(int task) {
    return (int) (((long) task * shares + tasks - 1) / tasks);
  }
}
