package io.bellows.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/** Whole numbers as bytes for Java serialisation, for the same reason as {@link FloatBytes}. */
public final class IntBytes {
  private IntBytes() {}

  /** 4 bytes each, the lowest first on every machine. */
  public static byte[] of(int[] ints) {
    byte[] bytes = new byte[Math.multiplyExact(Integer.BYTES, ints.length)];
    view(bytes).put(ints);
    return bytes;
  }

  /** Back again. */
  public static int[] ints(byte[] bytes) {
    int[] ints = new int[bytes.length / Integer.BYTES];
    view(bytes).get(ints);
    return ints;
  }

  private static IntBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
  }
}
