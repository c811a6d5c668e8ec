package io.bellows.kernels.linalg;

/**
 * Consecutive rows or columns.
 *
 * @param from the first
 * @param to the one after the last
 */
public record Range(int from, int to) {
  /** All of the first {@code count}. */
  public static Range of(int count) {
    return new Range(0, count);
  }

  /** How many. */
  public int length() {
    return to - from;
  }

  /**
   * One of several parts that are as even as multiples of {@code grain} allow.
   *
   * @param part from 0 to {@code parts − 1}
   */
  public Range part(int part, int parts, int grain) {
    return new Range(cut(part, parts, grain), cut(part + 1, parts, grain));
  }

  private int cut(int part, int parts, int grain) {
    long grains = (length() + grain - 1) / grain;
    return from + (int) Math.min(length(), grains * part / parts * grain);
  }
}
