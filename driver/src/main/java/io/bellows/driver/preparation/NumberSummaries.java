package io.bellows.driver.preparation;

import io.bellows.kernels.statistics.ExactSum;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts, ranges and, where they are asked for, exact sums of the numbers of rows, by their slots;
 * merged in any order to the same. Zeros of vectors are not added but counted in the end, so that a
 * wide sparse row costs what it holds; a slot without a sum costs 32 bytes. One owner at a time.
 */
final class NumberSummaries implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] counts;
  private final long[] zeros;
  private final double[] minima;
  private final double[] maxima;
  private final @Nullable ExactSum[] sums;

  NumberSummaries(int slots) {
    counts = new long[slots];
    zeros = new long[slots];
    minima = new double[slots];
    maxima = new double[slots];
    sums = new ExactSum[slots];
    Arrays.fill(minima, Double.POSITIVE_INFINITY);
    Arrays.fill(maxima, Double.NEGATIVE_INFINITY);
  }

  void add(int slot, double number, boolean isSummed) {
    counts[slot]++;
    widen(slot, number);
    if (isSummed) {
      sum(slot).add(number);
    }
  }

  private void widen(int slot, double number) {
    minima[slot] = Math.min(minima[slot], number);
    maxima[slot] = Math.max(maxima[slot], number);
  }

  private ExactSum sum(int slot) {
    ExactSum sum = sums[slot];
    if (sum == null) {
      sum = new ExactSum();
      sums[slot] = sum;
    }
    return sum;
  }

  /** Counts the rows that had no number other than 0 in a slot. */
  void addZeros(int slot, long rows) {
    zeros[slot] = rows - counts[slot];
    if (zeros[slot] > 0) {
      widen(slot, 0);
    }
  }

  NumberSummaries merge(NumberSummaries other) {
    for (int slot = 0; slot < counts.length; slot++) {
      counts[slot] += other.counts[slot];
      zeros[slot] += other.zeros[slot];
      minima[slot] = Math.min(minima[slot], other.minima[slot]);
      maxima[slot] = Math.max(maxima[slot], other.maxima[slot]);
      ExactSum sum = other.sums[slot];
      if (sum != null) {
        sum(slot).merge(sum);
      }
    }
    return this;
  }

  int slots() {
    return counts.length;
  }

  /** How many numbers there are. */
  long count(int slot) {
    return counts[slot] + zeros[slot];
  }

  /** How many zeros were counted. */
  long zeros(int slot) {
    return zeros[slot];
  }

  /** The mean, of a slot whose sum was asked for. */
  double mean(int slot) {
    ExactSum sum = sums[slot];
    return (sum == null ? 0 : sum.value()) / count(slot);
  }

  /** True when all numbers are the same. */
  boolean isConstant(int slot) {
    return minima[slot] == maxima[slot];
  }

  double minimum(int slot) {
    return minima[slot];
  }

  double maximum(int slot) {
    return maxima[slot];
  }
}
