package io.bellows.driver.input.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxWriterTest {
  @TempDir Path folder;

  @Test
  void writeImages_gzName_holdsTheSameBytesCompressed() throws IOException {
    Path plain = folder.resolve("images");
    Path packed = folder.resolve("images.gz");
    for (Path file : new Path[] {plain, packed}) {
      IdxWriter.writeImages(file, 2, 1, 2, i -> new byte[] {(byte) i, -1});
    }

    byte[] bytes = Files.readAllBytes(plain);
    assertThat(bytes).containsExactly(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, -1, 1, -1);
    try (GZIPInputStream unpacked =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(packed)))) {
      assertThat(unpacked.readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void writeImages_otherSize_isRefused() {
    Path file = folder.resolve("images");

    assertThatThrownBy(() -> IdxWriter.writeImages(file, 2, 1, 2, i -> new byte[2 + i]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1 of %s must have 2 bytes, has 3", file);
  }

  @Test
  void writeLabels_outsideAByte_isRefused() {
    assertThatThrownBy(() -> IdxWriter.writeLabels(folder.resolve("labels"), 1, i -> 256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a label must be 0 to 255, was 256");
  }
}
