package io.bellows.driver.input.idx;

import io.bellows.driver.input.InputException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What an IDX file says of itself before its values.
 *
 * <p>On disk, big-endian: two zero bytes, one byte for the element type, one for the number of
 * dimensions, then each dimension in four bytes. The first dimension counts rows; the others are
 * the shape of one row.
 *
 * @param elementType type of each value
 * @param dimensions at least one, none negative; copied
 */
public record IdxHeader(ElementType elementType, List<Integer> dimensions) implements Serializable {

  /** The format's element types. */
  public enum ElementType {
    UNSIGNED_BYTE(0x08, 1),
    SIGNED_BYTE(0x09, 1),
    SHORT(0x0B, 2),
    INT(0x0C, 4),
    FLOAT(0x0D, 4),
    DOUBLE(0x0E, 8);

    private final int code;
    private final int bytes;

    ElementType(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    private static Optional<ElementType> ofCode(int code) {
      return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }
  }

  private static final int MAX_DIMENSIONS = 255;

  /**
   * Checks the header.
   *
   * @throws IllegalArgumentException if there is no dimension, more than 255, a negative one, or a
   *     row of more than 2³¹ − 1 bytes
   */
  public IdxHeader {
    dimensions = List.copyOf(dimensions);
    if (dimensions.isEmpty() || dimensions.size() > MAX_DIMENSIONS) {
      throw new IllegalArgumentException("IDX has 1 to 255 dimensions, not " + dimensions.size());
    }
    if (dimensions.stream().anyMatch(size -> size < 0)) {
      throw new IllegalArgumentException("dimensions must be at least 0, were " + dimensions);
    }
    if (!fitsAnArray(elementType, dimensions)) {
      throw new IllegalArgumentException(
          "a row must have fewer than 2^31 bytes, dimensions were " + dimensions);
    }
  }

  /** Returns the header of an unsigned-byte file. */
  public static IdxHeader ofUnsignedBytes(Integer... dimensions) {
    return new IdxHeader(ElementType.UNSIGNED_BYTE, List.of(dimensions));
  }

  /**
   * Reads a header.
   *
   * @param in stands at the start of the file, and after the call at the first value
   * @param file the file's name, for messages
   * @throws InputException if this is not the start of an IDX file
   * @throws IOException if reading fails
   */
  public static IdxHeader read(DataInputStream in, String file) throws IOException {
    byte[] magic = in.readNBytes(4);
    Optional<ElementType> elementType =
        magic.length == 4 ? ElementType.ofCode(magic[2]) : Optional.empty();
    if (elementType.isEmpty() || magic[0] != 0 || magic[1] != 0 || magic[3] == 0) {
      throw new InputException(
          ("Cannot read %s: it is not an IDX file, which starts with 00 00, a type (08 to 0e)"
                  + " and the number of dimensions; this one starts with %s.")
              .formatted(file, magic.length == 0 ? "nothing, it is empty" : inHex(magic)));
    }
    List<Integer> dimensions = readDimensions(in, file, Byte.toUnsignedInt(magic[3]));
    try {
      return new IdxHeader(elementType.get(), dimensions);
    } catch (IllegalArgumentException impossible) {
      throw new InputException(
          "Cannot read %s: %s.".formatted(file, impossible.getMessage()), impossible);
    }
  }

  /** Writes the header as {@link #read} reads it. */
  void write(DataOutputStream out) throws IOException {
    out.writeInt(magic());
    for (int size : dimensions) {
      out.writeInt(size);
    }
  }

  /** Returns the file's first four bytes as a number, such as 0x00000803 for MNIST's images. */
  public int magic() {
    return elementType.code << 8 | dimensions.size();
  }

  /** Returns the number of rows. */
  public int rows() {
    return dimensions.get(0);
  }

  /** Returns the number of values in one row: 1 where there is one dimension. */
  public int valuesPerRow() {
    return (int) bytesPerRow() / elementType.bytes;
  }

  /** Returns how many bytes stand before the first value. */
  long headerBytes() {
    return 4 + 4L * dimensions.size();
  }

  /** Returns how many bytes the values of one row take. */
  long bytesPerRow() {
    return bytesPerRow(elementType, dimensions);
  }

  /** Returns how many bytes all values take. */
  long valueBytes() {
    return rows() * bytesPerRow();
  }

  private static List<Integer> readDimensions(DataInputStream in, String file, int count)
      throws IOException {
    List<Integer> dimensions = new ArrayList<>(count);
    try {
      for (int i = 0; i < count; i++) {
        dimensions.add(in.readInt());
      }
    } catch (EOFException end) {
      throw new InputException(
          "Cannot read %s: it is cut short, its header of %d dimensions ends after %d."
              .formatted(file, count, dimensions.size()),
          end);
    }
    return dimensions;
  }

  private static boolean fitsAnArray(ElementType type, List<Integer> dimensions) {
    try {
      return bytesPerRow(type, dimensions) <= Integer.MAX_VALUE;
    } catch (ArithmeticException tooLarge) {
      return false;
    }
  }

  private static long bytesPerRow(ElementType type, List<Integer> dimensions) {
    long bytes = type.bytes;
    for (int size : dimensions.subList(1, dimensions.size())) {
      bytes = Math.multiplyExact(bytes, (long) size);
    }
    return bytes;
  }

  private static String inHex(byte[] bytes) {
    StringBuilder hex = new StringBuilder();
    for (byte value : bytes) {
      hex.append(hex.isEmpty() ? "" : " ").append("%02x".formatted(value));
    }
    return hex.toString();
  }
}
