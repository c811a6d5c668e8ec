package io.bellows.kernels.random;

/** Standard normal numbers drawn from a key (Box and Muller 1958). */
public final class NormalDraws {
  private static final double TWO_TO_MINUS_32 = 0x1p-32;

  private NormalDraws() {}

  /**
   * Fills part of an array with independent draws, mean 0, the given standard deviation.
   *
   * @param values the array. Modified from {@code from} to {@code to - 1}.
   */
  public static void fill(float[] values, int from, int to, double deviation, RandomKey key) {
    int[] block = new int[4];
    for (int position = from, draws = 0; position < to; position++, draws++) {
      int half = draws & 1;
      if (half == 0) {
        key.draw(draws >>> 1, 0, 0, 0, block);
      }
      values[position] = (float) (deviation * normal(block[2 * half], block[2 * half + 1]));
    }
  }

  private static double normal(int radiusBits, int angleBits) {
    double radius = ((radiusBits & 0xFFFFFFFFL) + 1) * TWO_TO_MINUS_32;
    double angle = (angleBits & 0xFFFFFFFFL) * TWO_TO_MINUS_32;
    return StrictMath.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(2 * StrictMath.PI * angle);
  }
}
