package io.bellows.kernels.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Fused multiply-adds that need nothing but registers: twelve chains, more than any processor has
 * under way at a time. Only to be loaded where {@link Kernels#VECTOR} is not refused.
 */
final class FmaChains {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;

  private FmaChains() {}

  /** Floating-point operations of a turn: two for each number of each chain's vector. */
  static int flopPerTurn() {
    return 2 * CHAINS * SPECIES.length();
  }

  /**
   * Runs the chains. They stay in one method, since a vector that leaves it becomes an object, and
   * begin with different numbers, since equal chains might be computed once.
   *
   * @param end modified: receives numbers that depend on all chains
   */
  static void run(int turns, float[] end) {
    FloatVector x = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector y = FloatVector.broadcast(SPECIES, 1f);
    FloatVector t0 = FloatVector.broadcast(SPECIES, 0f);
    FloatVector t1 = FloatVector.broadcast(SPECIES, 1f);
    FloatVector t2 = FloatVector.broadcast(SPECIES, 2f);
    FloatVector t3 = FloatVector.broadcast(SPECIES, 3f);
    FloatVector t4 = FloatVector.broadcast(SPECIES, 4f);
    FloatVector t5 = FloatVector.broadcast(SPECIES, 5f);
    FloatVector t6 = FloatVector.broadcast(SPECIES, 6f);
    FloatVector t7 = FloatVector.broadcast(SPECIES, 7f);
    FloatVector t8 = FloatVector.broadcast(SPECIES, 8f);
    FloatVector t9 = FloatVector.broadcast(SPECIES, 9f);
    FloatVector t10 = FloatVector.broadcast(SPECIES, 10f);
    FloatVector t11 = FloatVector.broadcast(SPECIES, 11f);
    for (int turn = 0; turn < turns; turn++) {
      t0 = t0.fma(x, y);
      t1 = t1.fma(x, y);
      t2 = t2.fma(x, y);
      t3 = t3.fma(x, y);
      t4 = t4.fma(x, y);
      t5 = t5.fma(x, y);
      t6 = t6.fma(x, y);
      t7 = t7.fma(x, y);
      t8 = t8.fma(x, y);
      t9 = t9.fma(x, y);
      t10 = t10.fma(x, y);
      t11 = t11.fma(x, y);
    }
    FloatVector left = t0.add(t1).add(t2).add(t3).add(t4).add(t5);
    FloatVector right = t6.add(t7).add(t8).add(t9).add(t10).add(t11);
    left.add(right).intoArray(end, 0);
  }

  /** How long {@code end} must be. */
  static int endLength() {
    return SPECIES.length();
  }
}
