package io.bellows.kernels.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The exact sum of doubles, rounded once, when it is read: the same for every order of addition and
 * every cut into parts.
 *
 * <p>The small superaccumulator of Neal, "Fast exact summation using small and large
 * superaccumulators" (2015), section 3: a fixed-point number that spans the whole range of a
 * double, in 67 chunks 32 bits apart, each with room for 2³¹ additions before carries must be
 * propagated. 536 bytes. Not for infinities and NaN.
 */
public final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int CHUNKS = 67;
  private static final int CHUNK_BITS = 32;
  private static final long CHUNK_MASK = (1L << CHUNK_BITS) - 1;
  private static final int ADDITIONS_BETWEEN_CARRIES = 1 << 30;
  private static final int MANTISSA_BITS = 52;

  /** So often a chunk of 32 bits can be added to another one. */
  private static final long MOST_TIMES = 1 << 30;

  /** Chunk i counts units of 2^(32·i − 1074). */
  private final long[] chunks = new long[CHUNKS];

  private int additionsSinceCarry;

  /**
   * Adds a number.
   *
   * @throws IllegalArgumentException when it is not finite
   */
  public void add(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          "cannot add " + number + " exactly; expected a finite number");
    }
    long bits = Double.doubleToRawLongBits(number);
    int exponent = (int) (bits >>> MANTISSA_BITS) & 0x7FF;
    long mantissa = bits & ((1L << MANTISSA_BITS) - 1);
    if (exponent > 0) {
      mantissa |= 1L << MANTISSA_BITS;
      exponent--;
    }
    addShifted(mantissa, exponent, bits < 0 ? -1 : 1);
  }

  /**
   * Adds the exact square of a number, as its rounded value and the rounding error (Dekker 1971, by
   * one fma).
   */
  public void addSquare(double number) {
    double square = number * number;
    add(square);
    add(Math.fma(number, number, -square));
  }

  /**
   * Adds the exact square of a number several times.
   *
   * @param times at least 0
   */
  public void addSquare(double number, long times) {
    ExactSum square = new ExactSum();
    square.addSquare(number);
    square.propagateCarries();
    propagateCarries();
    for (long left = times; left > 0; left -= MOST_TIMES) {
      long part = Math.min(left, MOST_TIMES);
      for (int i = 0; i < CHUNKS; i++) {
        chunks[i] += square.chunks[i] * part;
      }
      propagateCarries();
    }
  }

  private void addShifted(long mantissa, int position, int sign) {
    int chunk = position / CHUNK_BITS;
    int shift = position % CHUNK_BITS;
    chunks[chunk] += sign * (mantissa << shift & CHUNK_MASK);
    chunks[chunk + 1] += sign * (mantissa >>> (CHUNK_BITS - shift) & CHUNK_MASK);
    if (shift > 0) {
      chunks[chunk + 2] += sign * (mantissa >>> (2 * CHUNK_BITS - shift));
    }
    if (++additionsSinceCarry == ADDITIONS_BETWEEN_CARRIES) {
      propagateCarries();
    }
  }

  /**
   * Adds another sum, and returns this.
   *
   * @param other its value is not modified
   */
  public ExactSum merge(ExactSum other) {
    propagateCarries();
    other.propagateCarries();
    for (int i = 0; i < CHUNKS; i++) {
      chunks[i] += other.chunks[i];
    }
    additionsSinceCarry = 1;
    return this;
  }

  private void propagateCarries() {
    for (int i = 0; i < CHUNKS - 1; i++) {
      chunks[i + 1] += chunks[i] >> CHUNK_BITS;
      chunks[i] &= CHUNK_MASK;
    }
    additionsSinceCarry = 0;
  }

  /** The sum, rounded once to the nearest double. */
  public double value() {
    BigInteger units = BigInteger.ZERO;
    for (int i = CHUNKS - 1; i >= 0; i--) {
      units = units.shiftLeft(CHUNK_BITS).add(BigInteger.valueOf(chunks[i]));
    }
    // x · 2⁻¹⁰⁷⁴ = x · 5¹⁰⁷⁴ · 10⁻¹⁰⁷⁴, which BigDecimal holds exactly.
    BigInteger scaled = units.multiply(BigInteger.valueOf(5).pow(1074));
    return new BigDecimal(scaled, 1074).doubleValue();
  }
}
