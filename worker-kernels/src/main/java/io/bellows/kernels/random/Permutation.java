package io.bellows.kernels.random;

/** Uniform shuffles drawn from a key (Fisher and Yates; Durstenfeld 1964, Algorithm 235). */
public final class Permutation {
  private Permutation() {}

  /**
   * Shuffles an array in place.
   *
   * <p>An index below n is the high word of draw · n (Lemire 2019, without rejection): its bias is
   * below n / 2³².
   *
   * @param values any numbers. Modified: permuted.
   */
  public static void shuffle(int[] values, RandomKey key) {
    int[] block = new int[4];
    for (int last = values.length - 1, draws = 0; last > 0; last--, draws++) {
      if ((draws & 3) == 0) {
        key.draw(draws >>> 2, 0, 0, 0, block);
      }
      int other = (int) ((block[draws & 3] & 0xFFFFFFFFL) * (last + 1L) >>> 32);
      int moved = values[last];
      values[last] = values[other];
      values[other] = moved;
    }
  }
}
