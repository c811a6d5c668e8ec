package io.bellows.driver.input.idx;

import io.bellows.driver.input.InputException;
import io.bellows.fuzz.BytesDamage;
import io.bellows.fuzz.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fuzz")
class IdxFileFuzzTest {
  /** A file is opened three times, each with buffers for it and for what is unpacked from it. */
  private static final long FIXED_BYTES = 2 << 20;

  /** Rows are read one by one into an array of their own. */
  private static final long BYTES_PER_BYTE = 10;

  @TempDir Path folder;

  @Test
  void read_damaged_isTakenOrRefused() throws IOException {
    Path images = folder.resolve("images");
    Path labels = folder.resolve("labels");
    IdxWriter.writeImages(images, 6, 3, 4, row -> new byte[12]);
    IdxWriter.writeLabels(labels, 6, row -> row);
    List<byte[]> samples =
        List.of(
            Files.readAllBytes(images),
            Files.readAllBytes(labels),
            gzipped(Files.readAllBytes(images)));
    Path damaged = folder.resolve("damaged");
    Configuration configuration = new Configuration();

    new Fuzz(
            samples,
            List.of(new BytesDamage(samples)),
            List.of(InputException.class),
            FIXED_BYTES,
            BYTES_PER_BYTE)
        .feed(
            input -> {
              Files.write(damaged, input);
              readAll(damaged.toString(), configuration);
            });
  }

  /** As a task does after the driver has looked. */
  private static void readAll(String path, Configuration configuration) throws IOException {
    IdxFile file = IdxFile.lookAt(path, configuration);
    file.requireComplete(configuration);
    try (InputStream in = file.openAt(0, configuration)) {
      byte[] values = file.roomForARow();
      for (int row = 0; row < file.header().rows(); row++) {
        file.readRow(in, values);
      }
    }
  }

  private static byte[] gzipped(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }
}
