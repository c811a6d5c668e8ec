package io.bellows.kernels.statistics;

import java.io.Serializable;

/**
 * Finds the number of a given rank among numbers that are passed over several times, exactly and
 * whatever their order: by radix selection over the bits of a double, 11 at a time, highest first.
 * A pass takes 16 kB, and hardly anything where nothing is counted.
 *
 * <p>Use: while not {@link #isFound}, count every number once, in any number of merged parts, then
 * {@link #narrow}.
 */
public final class RankSelection implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final long[] NONE = {};

  private long rank;
  private long prefix;
  private int unknownBits = Long.SIZE;
  private long[] counts = NONE;

  /**
   * A selection of one number.
   *
   * @param rank from 0, among the numbers in ascending order
   */
  public RankSelection(long rank) {
    this.rank = rank;
  }

  /** True when all bits are known. */
  public boolean isFound() {
    return unknownBits == 0;
  }

  /** The number. */
  public double value() {
    return Double.longBitsToDouble(prefix < 0 ? prefix ^ Long.MIN_VALUE : ~prefix);
  }

  /** A selection at the same place with nothing counted yet, for a part of the numbers. */
  public RankSelection emptyCopy() {
    RankSelection copy = new RankSelection(rank);
    copy.prefix = prefix;
    copy.unknownBits = unknownBits;
    return copy;
  }

  /** Counts a number of this pass. */
  public void count(double number) {
    long bits = Double.doubleToLongBits(number);
    long ordered = bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
    if (unknownBits == Long.SIZE || (ordered ^ prefix) >>> unknownBits == 0) {
      started()[digit(ordered)]++;
    }
  }

  /** Adds what another part counted in this pass, and returns this. */
  public RankSelection merge(RankSelection other) {
    for (int digit = 0; digit < other.counts.length; digit++) {
      started()[digit] += other.counts[digit];
    }
    return this;
  }

  private long[] started() {
    if (counts.length == 0) {
      counts = new long[DIGITS];
    }
    return counts;
  }

  /** Ends a pass: the next bits are known. */
  public void narrow() {
    int digit = 0;
    while (rank >= counts[digit]) {
      rank -= counts[digit++];
    }
    int width = Math.min(DIGIT_BITS, unknownBits);
    unknownBits -= width;
    prefix |= (long) digit << unknownBits;
    counts = NONE;
  }

  private int digit(long ordered) {
    int width = Math.min(DIGIT_BITS, unknownBits);
    return (int) (ordered >>> (unknownBits - width)) & ((1 << width) - 1);
  }
}
