package io.bellows.driver.survey;

import java.io.Serializable;
import java.util.TreeSet;

/**
 * Counts different values in little memory: of the hashes that occur it keeps the {@value #KEPT}
 * smallest. So many are counted exactly; of more, the largest that is kept tells how densely the
 * hashes lie, to about 3 % (Bar-Yossef et al., Counting Distinct Elements in a Data Stream, 2002).
 * The count depends on the values alone, not on their order.
 */
final class DistinctCounter implements Serializable {
  /** The most values that are counted exactly. */
  static final int KEPT = 1024;

  private static final long serialVersionUID = 1L;
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final TreeSet<Long> smallest = new TreeSet<>();

  /** How it travels: 8 bytes a hash. */
  private record Hashes(long[] smallest) implements Serializable {
    private Object readResolve() {
      DistinctCounter counter = new DistinctCounter();
      for (long hash : smallest) {
        counter.smallest.add(hash);
      }
      return counter;
    }
  }

  private Object writeReplace() {
    return new Hashes(smallest.stream().mapToLong(Long::longValue).toArray());
  }

  void add(String text) {
    long hash = FNV_BASIS;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    keep(mixed(hash));
  }

  void add(double number) {
    // One zero: -0 is the same number.
    keep(mixed(Double.doubleToLongBits(number + 0.0) ^ FNV_BASIS));
  }

  void merge(DistinctCounter other) {
    other.smallest.forEach(this::keep);
  }

  /** How many different values there were. */
  long count() {
    if (smallest.size() < KEPT) {
      return smallest.size();
    }
    double part = (smallest.last() - (double) Long.MIN_VALUE) / 0x1p64;
    return Math.max(KEPT, Math.round((KEPT - 1) / part));
  }

  private void keep(long hash) {
    if (smallest.size() < KEPT) {
      smallest.add(hash);
    } else if (hash < smallest.last() && smallest.add(hash)) {
      smallest.pollLast();
    }
  }

  /** The finisher of MurmurHash3 by Appleby: every bit depends on every other. */
  private static long mixed(long hash) {
    long bits = hash;
    bits = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    bits = (bits ^ (bits >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return bits ^ (bits >>> 33);
  }
}
