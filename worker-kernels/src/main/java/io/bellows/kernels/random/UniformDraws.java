package io.bellows.kernels.random;

/** Uniform numbers around 0 drawn from a key. */
public final class UniformDraws {
  private static final int DRAWS_PER_BLOCK = 4;
  private static final double TWO_TO_MINUS_31 = 0x1p-31;

  private UniformDraws() {}

  /**
   * Fills part of an array with independent draws from [−bound, bound).
   *
   * @param values the array. Modified from {@code from} to {@code to - 1}.
   */
  public static void fill(float[] values, int from, int to, double bound, RandomKey key) {
    int[] block = new int[DRAWS_PER_BLOCK];
    for (int position = from, draws = 0; position < to; position++, draws++) {
      int word = draws % DRAWS_PER_BLOCK;
      if (word == 0) {
        key.draw(draws / DRAWS_PER_BLOCK, 0, 0, 0, block);
      }
      values[position] = (float) (bound * (block[word] * TWO_TO_MINUS_31));
    }
  }
}
