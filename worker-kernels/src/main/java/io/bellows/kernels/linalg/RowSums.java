package io.bellows.kernels.linalg;

import java.util.Arrays;

/**
 * How a sum over rows is formed: chains over ranges of rows, and in which order their sums are
 * added up. A program for a stack: {@link #chain} pushes the sum over a range, {@link #add}
 * replaces the two topmost sums by their sum. Part of the bits: it says which rows belong to one
 * share, and carries the order of the tree of shares into the kernels, which run it tile by tile.
 *
 * <p>Owned by whoever builds it; read-only to kernels.
 */
public final class RowSums {
  private static final int ADD = -1;

  private int[] from = new int[16];
  private int[] to = new int[16];
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

  /** Pushes the sum over some rows, added from the first to the last. */
  public void chain(int fromRow, int toRow) {
    step(fromRow, toRow);
    depth++;
    deepest = Math.max(deepest, depth);
  }

  /** Adds the two topmost sums, the lower one on the left. */
  public void add() {
    step(ADD, ADD);
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

  /** Whether a step adds the two topmost sums; else it pushes one. */
  public boolean isAddition(int step) {
    return from[step] == ADD;
  }

  /** The first row of the sum that a step pushes. */
  public int from(int step) {
    return from[step];
  }

  /** The row after its last. */
  public int to(int step) {
    return to[step];
  }

  private void step(int first, int second) {
    if (steps == from.length) {
      from = Arrays.copyOf(from, 2 * steps);
      to = Arrays.copyOf(to, 2 * steps);
    }
    from[steps] = first;
    to[steps] = second;
    steps++;
  }
}
