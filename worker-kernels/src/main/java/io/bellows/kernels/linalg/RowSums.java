package io.bellows.kernels.linalg;

import java.util.Arrays;

/**
 * How a sum over rows is formed: chains over ranges of rows, and in which order their sums are
 * added up. A program for a stack: each step pushes the sum over a range, then replaces the two
 * topmost sums by their sum, as often as it says. Part of the bits: it says which rows belong to
 * one share, and carries the order of the tree of shares into the kernels, which run it tile by
 * tile.
 *
 * <p>Owned by whoever builds it; read-only to kernels.
 */
public final class RowSums {
  private int[] from = new int[16];
  private int[] to = new int[16];
  private int[] additions = new int[16];
  private int steps;
  private int depth;
  private int deepest;

  /** The plain sum over the first {@code rows} rows. */
  public static RowSums over(int rows) {
    RowSums sums = new RowSums();
    sums.chain(0, rows);
    return sums;
  }

  /** Forgets all steps. */
  public void clear() {
    steps = 0;
    depth = 0;
    deepest = 0;
  }

  /** A step that pushes the sum over some rows, added from the first to the last. */
  public void chain(int fromRow, int toRow) {
    if (steps == from.length) {
      from = Arrays.copyOf(from, 2 * steps);
      to = Arrays.copyOf(to, 2 * steps);
      additions = Arrays.copyOf(additions, 2 * steps);
    }
    from[steps] = fromRow;
    to[steps] = toRow;
    additions[steps] = 0;
    steps++;
    depth++;
    deepest = Math.max(deepest, depth);
  }

  /** Lets the last step add the two topmost sums once more, the lower one on the left. */
  public void add() {
    additions[steps - 1]++;
    depth--;
  }

  /** How many sums the stack holds at most. */
  public int deepest() {
    return deepest;
  }

  /** How many steps the program has; the sum is at the bottom of the stack after the last. */
  public int steps() {
    return steps;
  }

  /** The first row of the sum that a step pushes. */
  public int from(int step) {
    return from[step];
  }

  /** The row after its last. */
  public int to(int step) {
    return to[step];
  }

  /** How often a step adds the two topmost sums. */
  public int additions(int step) {
    return additions[step];
  }
}
