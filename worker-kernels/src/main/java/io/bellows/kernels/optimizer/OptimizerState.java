package io.bellows.kernels.optimizer;

import java.util.Arrays;

/**
 * What an optimizer remembers: some numbers for each parameter, and how many updates there were.
 * Owned by whoever updates.
 */
public final class OptimizerState {
  private final float[][] slots;
  private long updates;

  /** The state before the first update: all zero. */
  public OptimizerState(Optimizer optimizer, int parameters) {
    this(new float[optimizer.slots()][parameters], 0);
  }

  /**
   * A state that was left before.
   *
   * @param slots kept, not copied
   */
  public static OptimizerState restored(float[][] slots, long updates) {
    return new OptimizerState(slots, updates);
  }

  private OptimizerState(float[][] slots, long updates) {
    this.slots = slots;
    this.updates = updates;
  }

  /** A copy with arrays of its own. */
  public OptimizerState copy() {
    return new OptimizerState(
        Arrays.stream(slots).map(float[]::clone).toArray(float[][]::new), updates);
  }

  /**
   * Becomes equal to another state of the same optimizer.
   *
   * @param other not modified
   */
  public void adopt(OptimizerState other) {
    for (int slot = 0; slot < slots.length; slot++) {
      System.arraycopy(other.slots[slot], 0, slots[slot], 0, slots[slot].length);
    }
    updates = other.updates;
  }

  /** The numbers of each slot, one for each parameter. The arrays themselves. */
  public float[][] slots() {
    return slots;
  }

  /** Updates so far. */
  public long updates() {
    return updates;
  }

  /** Counts one more update. */
  public void countUpdate() {
    updates++;
  }
}
