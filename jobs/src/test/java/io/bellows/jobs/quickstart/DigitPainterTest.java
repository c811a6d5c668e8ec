package io.bellows.jobs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class DigitPainterTest {
  private static final int PICTURES = 2_000;

  private final DigitPainter painter = new DigitPainter(7);

  @Test
  void paint_sameSeedAndIndex_isTheSamePictureInAnyOrder() {
    DigitPainter again = new DigitPainter(7);
    for (int index = 99; index >= 0; index--) {
      assertThat(again.paint(index)).isEqualTo(painter.paint(index));
      assertThat(again.labelOf(index)).isEqualTo(painter.labelOf(index));
    }
  }

  /** Bit for bit on every machine: figures in the documentation rest on it. */
  @Test
  void paint_hasNotChanged() {
    CRC32 checksum = new CRC32();
    for (int index = 0; index < PICTURES; index++) {
      checksum.update(painter.labelOf(index));
      checksum.update(painter.paint(index));
    }
    assertThat(checksum.getValue()).isEqualTo(3154947001L);
  }

  @Test
  void paint_otherSeed_isAnotherPicture() {
    assertThat(new DigitPainter(8).paint(0)).isNotEqualTo(painter.paint(0));
  }

  @Test
  void paint_allPictures_areDistinct() {
    Set<ByteBuffer> seen = new HashSet<>();
    for (int index = 0; index < PICTURES; index++) {
      assertThat(seen.add(ByteBuffer.wrap(painter.paint(index)))).as("picture %d", index).isTrue();
    }
  }

  @Test
  void paint_everyPicture_hasInkAndPaper() {
    for (int index = 0; index < PICTURES; index++) {
      byte[] picture = painter.paint(index);
      assertThat(picture).hasSize(DigitPainter.PIXELS);
      assertThat(inked(picture)).as("inked pixels of picture %d", index).isBetween(20, 400);
    }
  }

  @Test
  void labelOf_everyTenPictures_hasEachDigitOnceInVaryingOrder() {
    Set<String> orders = new HashSet<>();
    for (int start = 0; start < 1_000; start += 10) {
      int[] labels = IntStream.range(start, start + 10).map(painter::labelOf).toArray();
      assertThat(labels).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      orders.add(Arrays.toString(labels));
    }
    assertThat(orders).hasSizeGreaterThan(90);
  }

  @Test
  void negativeIndex_isRefused() {
    assertThatThrownBy(() -> painter.paint(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("index must be at least 0, was -1");
  }

  private static int inked(byte[] picture) {
    int count = 0;
    for (byte value : picture) {
      count += Byte.toUnsignedInt(value) > 120 ? 1 : 0;
    }
    return count;
  }
}
