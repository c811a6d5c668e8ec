package io.bellows.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Damages the JSON header of a file in the safetensors format and states its new length, so that a
 * parser gets as far as the header. What has no such header stays as it is.
 */
public final class SafeTensorsDamage implements Damage {
  private final Damage ofHeader;

  public SafeTensorsDamage(Damage ofHeader) {
    this.ofHeader = ofHeader;
  }

  @Override
  public byte[] of(byte[] content, SplittableRandom random) {
    ByteBuffer file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    long length = content.length < Long.BYTES ? -1 : file.getLong();
    if (length < 0 || length > file.remaining()) {
      return content;
    }
    int end = Long.BYTES + (int) length;
    byte[] header = ofHeader.of(Arrays.copyOfRange(content, Long.BYTES, end), random);
    return ByteBuffer.allocate(Long.BYTES + header.length + content.length - end)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(content, end, content.length - end)
        .array();
  }
}
