package io.bellows.kernels.random;

/**
 * Philox4x32-10: 128 random bits from a 128-bit counter and a 64-bit key.
 *
 * <p>Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11,
 * section 4.3.
 */
public final class Philox {
  /** The algorithm's constants, for those who run it on vectors. */
  public static final int ROUNDS = 10;

  public static final long MULTIPLIER_0 = 0xD2511F53L;
  public static final long MULTIPLIER_1 = 0xCD9E8D57L;
  public static final int WEYL_0 = 0x9E3779B9;
  public static final int WEYL_1 = 0xBB67AE85;
  private static final long LOW_WORD = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * Encrypts one counter.
   *
   * @param block receives four words of random bits. Modified.
   */
  static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] block) {
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (c0 & LOW_WORD);
      long product1 = MULTIPLIER_1 * (c2 & LOW_WORD);
      c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      c1 = (int) product1;
      c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    block[0] = c0;
    block[1] = c1;
    block[2] = c2;
    block[3] = c3;
  }
}
