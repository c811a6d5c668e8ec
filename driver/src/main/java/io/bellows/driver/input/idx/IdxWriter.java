package io.bellows.driver.input.idx;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.zip.GZIPOutputStream;

/**
 * Writes IDX files of unsigned bytes, compressed where the name ends in {@code .gz}. An existing
 * file is overwritten.
 */
public final class IdxWriter {

  private static final int BUFFER_BYTES = 1 << 16;

  private IdxWriter() {}

  /**
   * Writes grey pictures.
   *
   * @param file where to
   * @param count number of pictures
   * @param height rows of a picture
   * @param width pixels in a row
   * @param image called with 0 to count − 1 in order; height × width bytes, row by row; not
   *     modified
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if an image has another size
   */
  public static void writeImages(
      Path file, int count, int height, int width, IntFunction<byte[]> image) throws IOException {
    write(file, IdxHeader.ofUnsignedBytes(count, height, width), image);
  }

  /**
   * Writes labels.
   *
   * @param file where to
   * @param count number of labels
   * @param label called with 0 to count − 1 in order; gives 0 to 255
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if a label is outside 0 to 255
   */
  public static void writeLabels(Path file, int count, IntUnaryOperator label) throws IOException {
    write(
        file,
        IdxHeader.ofUnsignedBytes(count),
        index -> new byte[] {toUnsignedByte(label.applyAsInt(index))});
  }

  /** Writes the header and the rows it promises. */
  static void write(Path file, IdxHeader header, IntFunction<byte[]> row) throws IOException {
    try (DataOutputStream out = new DataOutputStream(open(file))) {
      header.write(out);
      for (int i = 0; i < header.rows(); i++) {
        byte[] values = row.apply(i);
        if (values.length != header.bytesPerRow()) {
          throw new IllegalArgumentException(
              "row %d of %s must have %d bytes, has %d"
                  .formatted(i, file, header.bytesPerRow(), values.length));
        }
        out.write(values);
      }
    }
  }

  private static OutputStream open(Path file) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES);
    return file.toString().endsWith(".gz") ? new GZIPOutputStream(out, BUFFER_BYTES) : out;
  }

  private static byte toUnsignedByte(int label) {
    if (label < 0 || label > 255) {
      throw new IllegalArgumentException("a label must be 0 to 255, was " + label);
    }
    return (byte) label;
  }
}
