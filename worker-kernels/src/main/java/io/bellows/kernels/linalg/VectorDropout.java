package io.bellows.kernels.linalg;

import io.bellows.kernels.random.Philox;
import io.bellows.kernels.random.RandomKey;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dropout factors by the Vector API: Philox4x32-10 with a draw in each 64-bit lane, then the bits
 * of 16 neighbouring units from each pair of words, as {@link DropoutBits} lays them out.
 */
final class VectorDropout {
  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, VectorShape.forBitSize(VectorKernels.width()));
  private static final VectorSpecies<Integer> INTS = LONGS.withLanes(int.class);
  private static final LongVector LANES = LongVector.zero(LONGS).addIndex(1);
  private static final long LOW_WORD = 0xFFFFFFFFL;
  private static final int HALF = 16;
  private static final int PANEL = VectorTile.PANEL;

  /** Factors of 64 units, for the end of a row. */
  private final float[] block = new float[DropoutBits.UNITS];

  void draw(RandomKey key, int c0, int c1, int c2, int threshold, float kept, float[] factors) {
    int whole = factors.length / DropoutBits.UNITS;
    for (int number = 0; number < whole; number++) {
      draw(key, c0, c1, c2, number, threshold, kept, factors, number * DropoutBits.UNITS);
    }
    int rest = factors.length % DropoutBits.UNITS;
    if (rest > 0) {
      draw(key, c0, c1, c2, whole, threshold, kept, block, 0);
      System.arraycopy(block, 0, factors, whole * DropoutBits.UNITS, rest);
    }
  }

  private static void draw(
      RandomKey key,
      int c0,
      int c1,
      int c2,
      int number,
      int threshold,
      float kept,
      float[] factors,
      int at) {
    for (int lane = 0; lane < DropoutBits.DRAWS; lane += LONGS.length()) {
      LongVector x0 = LongVector.broadcast(LONGS, c0 & LOW_WORD);
      LongVector x1 = LongVector.broadcast(LONGS, c1 & LOW_WORD);
      LongVector x2 = LongVector.broadcast(LONGS, c2 & LOW_WORD);
      LongVector x3 = LANES.add(((long) number * DropoutBits.DRAWS + lane) & LOW_WORD);
      int k0 = key.k0();
      int k1 = key.k1();
      for (int round = 0; round < Philox.ROUNDS; round++) {
        LongVector product0 = x0.mul(Philox.MULTIPLIER_0);
        LongVector product1 = x2.mul(Philox.MULTIPLIER_1);
        x0 =
            product1
                .lanewise(VectorOperators.LSHR, 32)
                .lanewise(VectorOperators.XOR, x1)
                .lanewise(VectorOperators.XOR, k0 & LOW_WORD);
        x1 = product1.and(LOW_WORD);
        x2 =
            product0
                .lanewise(VectorOperators.LSHR, 32)
                .lanewise(VectorOperators.XOR, x3)
                .lanewise(VectorOperators.XOR, k1 & LOW_WORD);
        x3 = product0.and(LOW_WORD);
        k0 += Philox.WEYL_0;
        k1 += Philox.WEYL_1;
      }
      int place = at + 2 * lane;
      setFactors(x0, x1, threshold, kept, factors, place);
      setFactors(x2, x3, threshold, kept, factors, place + 2 * PANEL);
    }
  }

  /**
   * Two words of each draw: their lower halves decide over one panel, the upper over the next. A
   * factor is 0 where the bits are below the threshold: by the sign's copies, without a mask
   * register. One method, since a vector that is passed to another may become an object.
   */
  private static void setFactors(
      LongVector even, LongVector odd, int threshold, float kept, float[] factors, int at) {
    IntVector words = even.or(odd.lanewise(VectorOperators.LSHL, 32)).reinterpretAsInts();
    IntVector factor = IntVector.broadcast(INTS, Float.floatToRawIntBits(kept));
    IntVector low = words.and(0xFFFF).sub(threshold).lanewise(VectorOperators.ASHR, 31);
    factor.and(low.not()).reinterpretAsFloats().intoArray(factors, at);
    IntVector high =
        words
            .lanewise(VectorOperators.LSHR, HALF)
            .sub(threshold)
            .lanewise(VectorOperators.ASHR, 31);
    factor.and(high.not()).reinterpretAsFloats().intoArray(factors, at + PANEL);
  }
}
