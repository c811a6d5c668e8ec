package io.bellows.kernels.gang;

import io.bellows.kernels.optimizer.Optimizer;

/**
 * Brings parameters and what is remembered of them to the places of their sums, where an optimizer
 * can update them at full speed, and back. One member's.
 */
final class UpdateScratch {
  private float[] weights = {};
  private float[][] slots;

  UpdateScratch(Optimizer optimizer) {
    this.slots = new float[optimizer.slots()][0];
  }

  void apply(
      Optimizer.Step step,
      float[] allWeights,
      float[][] allSlots,
      int place,
      float[] sums,
      int from,
      int length) {
    int to = from + length;
    grow(to);
    System.arraycopy(allWeights, place, weights, from, length);
    for (int slot = 0; slot < slots.length; slot++) {
      System.arraycopy(allSlots[slot], place, slots[slot], from, length);
    }
    step.apply(weights, slots, sums, from, to);
    System.arraycopy(weights, from, allWeights, place, length);
    for (int slot = 0; slot < slots.length; slot++) {
      System.arraycopy(slots[slot], from, allSlots[slot], place, length);
    }
  }

  private void grow(int length) {
    if (weights.length < length) {
      weights = new float[length];
      slots = new float[slots.length][length];
    }
  }
}
