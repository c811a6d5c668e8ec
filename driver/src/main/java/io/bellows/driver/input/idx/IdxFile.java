package io.bellows.driver.input.idx;

import io.bellows.driver.input.InputException;
import io.bellows.driver.input.idx.IdxHeader.ElementType;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An IDX file of unsigned bytes that was looked at: where it is, how it is packed, what it
 * promises. Sent to tasks, which open it themselves. Whether it is compressed is seen in its first
 * two bytes, whatever its name.
 *
 * @param storedBytes the file's length as stored
 */
record IdxFile(String path, boolean gzipped, long storedBytes, IdxHeader header)
    implements Serializable {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int GZIP_MAGIC = 0x1f8b;

  /**
   * Compressed files up to this size are read through before the run; the end of larger ones is met
   * in a task.
   */
  private static final long LARGEST_READ_THROUGH_BYTES = 200L << 20;

  /** Something that touches the file. */
  private interface Action<T> {
    T run() throws IOException;
  }

  /**
   * Looks at a file's first bytes.
   *
   * @throws InputException if there is no such file or it is not an IDX file of unsigned bytes
   */
  static IdxFile lookAt(String path, Configuration configuration) {
    return reading(
        path,
        () -> {
          FileStatus status = fileSystem(path, configuration).getFileStatus(new Path(path));
          if (status.isDirectory()) {
            throw new InputException(
                "Cannot read %s: it is a folder, expected an IDX file.".formatted(path));
          }
          boolean gzipped = startsLikeGzip(path, configuration);
          try (DataInputStream in = new DataInputStream(unpacked(path, gzipped, configuration))) {
            IdxHeader header = IdxHeader.read(in, path);
            requireUnsignedBytes(header, path);
            requireValues(header, path);
            return new IdxFile(path, gzipped, status.getLen(), header);
          }
        });
  }

  /**
   * Checks that the file holds as many values as its header promises. Reads a compressed file to
   * its end, unless it is large.
   *
   * @throws InputException if it does not
   */
  void requireComplete(Configuration configuration) {
    if (!gzipped) {
      requireBytes(storedBytes - header.headerBytes());
    } else if (storedBytes <= LARGEST_READ_THROUGH_BYTES) {
      requireBytes(readThrough(configuration) - header.headerBytes());
    }
  }

  /**
   * Opens the file for reading at a row.
   *
   * @return a stream for {@link #readRow}, owned by the caller
   */
  InputStream openAt(int row, Configuration configuration) {
    return reading(
        path,
        () -> {
          long start = header.headerBytes() + row * header.bytesPerRow();
          if (!gzipped) {
            FSDataInputStream in = fileSystem(path, configuration).open(new Path(path));
            in.seek(start);
            return new BufferedInputStream(in, BUFFER_BYTES);
          }
          InputStream in = unpacked(path, true, configuration);
          in.skipNBytes(start);
          return in;
        });
  }

  /** An array for {@link #readRow}; a file without rows may promise rows of any length. */
  byte[] roomForARow() {
    return new byte[header.rows() == 0 ? 0 : header.valuesPerRow()];
  }

  /**
   * Reads the values of the row at which the stream stands.
   *
   * @param values modified; as long as a row
   * @throws InputException if the file ends before the row does
   */
  void readRow(InputStream in, byte[] values) {
    int read = reading(path, () -> in.readNBytes(values, 0, values.length));
    if (read < values.length) {
      throw new InputException(
          "Cannot read %s: it is cut short, a row of %d bytes ends after %d."
              .formatted(path, values.length, read));
    }
  }

  private long readThrough(Configuration configuration) {
    return reading(
        path,
        () -> {
          long bytes = 0;
          byte[] buffer = new byte[BUFFER_BYTES];
          try (InputStream in = unpacked(path, true, configuration)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
              bytes += read;
            }
          } catch (EOFException end) {
            if (bytes >= header.headerBytes() + header.valueBytes()) {
              throw end; // the values are there, but not the checksum that follows them
            }
          }
          return bytes;
        });
  }

  private void requireBytes(long found) {
    if (found != header.valueBytes()) {
      throw new InputException(
          ("Cannot read %s: it %s, its header promises %d bytes of values"
                  + " (dimensions %s) and it holds %d.")
              .formatted(
                  path,
                  found < header.valueBytes() ? "is cut short" : "is longer than it should be",
                  header.valueBytes(),
                  header.dimensions(),
                  found));
    }
  }

  private static boolean startsLikeGzip(String path, Configuration configuration)
      throws IOException {
    try (InputStream in = fileSystem(path, configuration).open(new Path(path))) {
      byte[] start = in.readNBytes(2);
      return start.length == 2
          && (Byte.toUnsignedInt(start[0]) << 8 | Byte.toUnsignedInt(start[1])) == GZIP_MAGIC;
    }
  }

  private static InputStream unpacked(String path, boolean gzipped, Configuration configuration)
      throws IOException {
    InputStream stored = fileSystem(path, configuration).open(new Path(path));
    try {
      InputStream in = gzipped ? new GZIPInputStream(stored, BUFFER_BYTES) : stored;
      return new BufferedInputStream(in, BUFFER_BYTES);
    } catch (IOException e) {
      stored.close();
      throw e;
    }
  }

  private static void requireUnsignedBytes(IdxHeader header, String path) {
    if (header.elementType() != ElementType.UNSIGNED_BYTE) {
      throw new InputException(
          ("Cannot read %s: it holds values of type %s (magic 0x%08x),"
                  + " and only unsigned bytes (type 08) can be read.")
              .formatted(path, header.elementType(), header.magic()));
    }
  }

  /** Rows of nothing take no space: a few bytes could promise more of them than can be counted. */
  private static void requireValues(IdxHeader header, String path) {
    if (header.valuesPerRow() == 0) {
      throw new InputException(
          "Cannot read %s: its rows hold no values (dimensions %s)."
              .formatted(path, header.dimensions()));
    }
  }

  /** Runs the action; whatever goes wrong becomes a sentence about the file. */
  private static <T> T reading(String path, Action<T> action) {
    try {
      return action.run();
    } catch (FileNotFoundException e) {
      throw new InputException("Cannot read %s: there is no such file.".formatted(path), e);
    } catch (EOFException e) {
      throw new InputException(
          "Cannot read %s: it is cut short, its compressed data have no end.".formatted(path), e);
    } catch (ZipException e) {
      throw new InputException(
          "Cannot read %s: its compressed data are damaged (%s).".formatted(path, e.getMessage()),
          e);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException("Cannot read %s: %s.".formatted(path, e.getMessage()), e);
    }
  }

  private static FileSystem fileSystem(String path, Configuration configuration)
      throws IOException {
    return new Path(path).getFileSystem(configuration);
  }
}
