package io.bellows.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Floats as bytes for Java serialisation, which copies an array of bytes as it is, and takes one of
 * floats number by number: more than ten times as long for a million.
 */
public final class FloatBytes {
  private FloatBytes() {}

  /** The bits of floats, 4 bytes each, the lowest first on every machine. */
  public static byte[] of(float[] floats) {
    byte[] bytes = new byte[Math.multiplyExact(Float.BYTES, floats.length)];
    view(bytes).put(floats);
    return bytes;
  }

  /** Back again. */
  public static float[] floats(byte[] bytes) {
    float[] floats = new float[bytes.length / Float.BYTES];
    view(bytes).get(floats);
    return floats;
  }

  private static FloatBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
