package io.bellows.kernels.random;

/**
 * A key of the counter-based generator. Keys form a tree: {@link #of} is a root, {@link #child}
 * goes down. A key is either a parent of keys or drawn from, never both; the draws of different
 * keys are independent.
 */
public record RandomKey(int k0, int k1) {
  /**
   * What draws are for; each purpose has a subtree of its own, so that adding one never moves the
   * draws of another.
   */
  public enum Purpose {
    INITIAL_WEIGHTS,
    SHUFFLE,
    DROPOUT
  }

  /** The key of a run's seed and a purpose. */
  public static RandomKey of(long seed, Purpose purpose) {
    return new RandomKey((int) seed, (int) (seed >>> 32)).child(purpose.ordinal());
  }

  /** The child with a number. */
  public RandomKey child(long number) {
    int[] block = new int[4];
    draw((int) number, (int) (number >>> 32), 0, 0, block);
    return new RandomKey(block[0], block[1]);
  }

  /**
   * Draws 128 bits at a position.
   *
   * @param block four words. Modified.
   */
  public void draw(int c0, int c1, int c2, int c3, int[] block) {
    Philox.block(c0, c1, c2, c3, k0, k1, block);
  }
}
