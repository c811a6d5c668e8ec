package io.bellows.kernels.gang;

import io.bellows.kernels.optimizer.Optimizer;

/**
 * Brings parameters, what is remembered of them, and their sums to the same places of arrays, where
 * an optimizer can update them at full speed, and back. One member's.
 */
final class UpdateScratch {
  private float[] weights = {};
  private float[] sums = {};
  private float[][] slots;

  UpdateScratch(Optimizer optimizer) {
    this.slots = new float[optimizer.slots()][0];
  }

  void apply(
      Optimizer.Step step,
      float[] allWeights,
      float[][] allSlots,
      int place,
      float[] allSums,
      int from,
      int length) {
    grow(length);
    System.arraycopy(allSums, from, sums, 0, length);
    System.arraycopy(allWeights, place, weights, 0, length);
    for (int slot = 0; slot < slots.length; slot++) {
      System.arraycopy(allSlots[slot], place, slots[slot], 0, length);
    }
    step.apply(weights, slots, sums, 0, length);
    System.arraycopy(weights, 0, allWeights, place, length);
    for (int slot = 0; slot < slots.length; slot++) {
      System.arraycopy(slots[slot], 0, allSlots[slot], place, length);
    }
  }

  private void grow(int length) {
    if (weights.length < length) {
      weights = new float[length];
      sums = new float[length];
      slots = new float[slots.length][length];
    }
  }
}
