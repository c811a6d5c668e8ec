package io.bellows.driver.checkpoint;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What tells a damaged file: the first 128 bits of its SHA-256, hexadecimal. */
final class Checksum {
  /** Hexadecimal digits of a checksum. */
  static final int DIGITS = 32;

  private Checksum() {}

  static String of(byte[] content) {
    try {
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(sha256).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
