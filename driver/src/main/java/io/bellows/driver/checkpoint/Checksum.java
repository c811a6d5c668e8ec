package io.bellows.driver.checkpoint;

import io.bellows.driver.model.Sha256;

/** What tells a damaged file: the first 128 bits of its SHA-256, hexadecimal. */
final class Checksum {
  /** Hexadecimal digits of a checksum. */
  static final int DIGITS = 32;

  private Checksum() {}

  static String of(byte[] content) {
    return Sha256.of(content).substring(0, DIGITS);
  }
}
