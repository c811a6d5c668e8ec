package io.bellows.kernels.linalg;

/**
 * Which bits of which draw decide over a unit. Part of the bits.
 *
 * <p>64 units share 8 draws of four 32-bit words. Unit 16·p + l of them (p from 0 to 3, l from 0 to
 * 15) takes word (l mod 2) + 2·(p div 2) of draw l div 2, its lower half when p is even: then a
 * processor with vectors of 16 numbers finds the bits of 16 neighbouring units in one vector.
 */
final class DropoutBits {
  static final int UNITS = 64;
  static final int DRAWS = 8;
  static final int WORDS = 4;
  private static final int LANES = 16;
  private static final int HALF = 16;
  private static final int LOW_HALF = 0xFFFF;

  private DropoutBits() {}

  /** The first unit decided by a draw's word; the second stands 16 after it. */
  static int firstUnit(int draw, int word) {
    return 2 * LANES * (word / 2) + 2 * draw + word % 2;
  }

  /** Which draw decides over a unit. */
  static int draw(int unit) {
    return unit / UNITS * DRAWS + unit % LANES / 2;
  }

  /** The 16 bits that decide over a unit. */
  static int bits(int unit, int[] draw) {
    int panel = unit % UNITS / LANES;
    int word = draw[unit % 2 + 2 * (panel / 2)];
    return panel % 2 == 0 ? word & LOW_HALF : word >>> HALF;
  }
}
