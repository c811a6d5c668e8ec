package io.bellows.kernels.linalg;

/** Takes the numbers of a gradient piece by piece, while they are still in the nearest cache. */
@FunctionalInterface
public interface TileSink {
  /**
   * Takes some numbers.
   *
   * @param sums the numbers, from {@code from}. Not modified, and not to be kept.
   * @param place where the first of them belongs in the array of parameters
   * @param length how many
   */
  void accept(float[] sums, int from, int place, int length);
}
