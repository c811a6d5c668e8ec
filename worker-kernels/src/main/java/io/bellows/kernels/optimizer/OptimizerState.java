package io.bellows.kernels.optimizer;

/**
 * What an optimizer remembers: some numbers for each parameter, and how many updates there were.
 * Owned by whoever updates.
 */
public final class OptimizerState {
  private final float[][] slots;
  private long updates;

  /** The state before the first update: all zero. */
  public OptimizerState(Optimizer optimizer, int parameters) {
    this.slots = new float[optimizer.slots()][parameters];
  }

  /** The numbers of one slot, one for each parameter. The array itself. */
  public float[] slot(int slot) {
    return slots[slot];
  }

  /** Updates so far. */
  public long updates() {
    return updates;
  }

  /** Counts one more update, and returns how many there are now. */
  long countUpdate() {
    return ++updates;
  }
}
