package io.bellows.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What disks, networks and programs do to bytes: flipped bits, cut ends, lost, repeated and foreign
 * parts, and numbers at the ends of their ranges.
 */
public final class BytesDamage implements Damage {
  private static final int HEADER_BYTES = 32;
  private static final long[] EXTREMES = {
    0, 1, -1, Byte.MAX_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private final List<byte[]> samples;
  private final List<Damage> ways =
      List.of(
          BytesDamage::flipBits,
          BytesDamage::truncate,
          BytesDamage::remove,
          BytesDamage::repeat,
          this::splice,
          BytesDamage::putExtreme,
          BytesDamage::append);

  /**
   * Damage with foreign parts.
   *
   * @param samples whose parts are spliced in
   */
  public BytesDamage(List<byte[]> samples) {
    this.samples = List.copyOf(samples);
  }

  @Override
  public byte[] of(byte[] content, SplittableRandom random) {
    return content.length == 0
        ? append(content, random)
        : ways.get(random.nextInt(ways.size())).of(content, random);
  }

  private static byte[] flipBits(byte[] content, SplittableRandom random) {
    byte[] damaged = content.clone();
    for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return damaged;
  }

  private static byte[] truncate(byte[] content, SplittableRandom random) {
    return Arrays.copyOf(content, random.nextInt(content.length));
  }

  private static byte[] remove(byte[] content, SplittableRandom random) {
    int from = random.nextInt(content.length);
    int to = from + random.nextInt(content.length - from + 1);
    return joined(part(content, 0, from), part(content, to, content.length));
  }

  private static byte[] repeat(byte[] content, SplittableRandom random) {
    int from = random.nextInt(content.length);
    int to = from + random.nextInt(content.length - from + 1);
    return joined(part(content, 0, to), part(content, from, content.length));
  }

  private byte[] splice(byte[] content, SplittableRandom random) {
    byte[] other = samples.get(random.nextInt(samples.size()));
    int from = random.nextInt(other.length + 1);
    int to = from + random.nextInt(other.length - from + 1);
    int at = random.nextInt(content.length);
    int rest = Math.min(content.length, at + random.nextInt(1 + to - from));
    return joined(part(content, 0, at), part(other, from, to), part(content, rest, content.length));
  }

  /** In either byte order, half of the time where headers are. */
  private static byte[] putExtreme(byte[] content, SplittableRandom random) {
    byte[] damaged = content.clone();
    int width = 1 << random.nextInt(4);
    int places = random.nextBoolean() ? Math.min(HEADER_BYTES, content.length) : content.length;
    byte[] number =
        ByteBuffer.allocate(Long.BYTES)
            .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
            .putLong(EXTREMES[random.nextInt(EXTREMES.length)])
            .array();
    int at = random.nextInt(places);
    System.arraycopy(number, 0, damaged, at, Math.min(width, damaged.length - at));
    return damaged;
  }

  private static byte[] append(byte[] content, SplittableRandom random) {
    byte[] tail = new byte[1 + random.nextInt(16)];
    random.nextBytes(tail);
    return joined(content, tail);
  }

  private static byte[] part(byte[] content, int from, int to) {
    return Arrays.copyOfRange(content, from, to);
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer joined = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    for (byte[] part : parts) {
      joined.put(part);
    }
    return joined.array();
  }
}
