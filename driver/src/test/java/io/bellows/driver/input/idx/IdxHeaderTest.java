package io.bellows.driver.input.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellows.driver.input.InputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxHeaderTest {
  @Test
  void read_understandsMnistsImages() throws IOException {
    IdxHeader header = read("00000803 0000ea60 0000001c 0000001c");

    assertThat(header).isEqualTo(IdxHeader.ofUnsignedBytes(60_000, 28, 28));
    assertThat(header.magic()).isEqualTo(0x803);
    assertThat(header.rows()).isEqualTo(60_000);
    assertThat(header.valuesPerRow()).isEqualTo(784);
    assertThat(header.headerBytes()).isEqualTo(16);
    assertThat(header.valueBytes()).isEqualTo(47_040_000);
  }

  @Test
  void read_understandsWhatWriteWrote() throws IOException {
    IdxHeader header = IdxHeader.ofUnsignedBytes(3, 2, 1, 5);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    header.write(new DataOutputStream(bytes));

    assertThat(
            IdxHeader.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), "x"))
        .isEqualTo(header);
  }

  @ParameterizedTest
  @CsvSource({
    "504b0304, 50 4b 03 04",
    "00000703, 00 00 07 03",
    "00000800, 00 00 08 00",
    "0000, 00 00",
    "'', 'nothing, it is empty'"
  })
  void read_anotherFormat_saysWhatItSaw(String start, String seen) {
    assertThatThrownBy(() -> read(start))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot read some.idx: it is not an IDX file, which starts with 00 00, a type (08 to"
                + " 0e) and the number of dimensions; this one starts with %s.",
            seen);
  }

  @Test
  void read_headerCutShort_isRefused() {
    assertThatThrownBy(() -> read("00000803 00000002 000000"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot read some.idx: it is cut short, its header of 3 dimensions ends after 1.");
  }

  @ParameterizedTest
  @CsvSource({
    "00000801 ffffffff, 'dimensions must be at least 0, were [-1]'",
    "00000803 00000001 00010000 00010000, 'a row must have fewer than 2^31 bytes, dimensions were"
        + " [1, 65536, 65536]'",
    "00000804 00000001 7fffffff 7fffffff 7fffffff, 'a row must have fewer than 2^31 bytes,"
        + " dimensions were [1, 2147483647, 2147483647, 2147483647]'"
  })
  void read_impossibleDimensions_areRefused(String bytes, String reason) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot read some.idx: %s.", reason);
  }

  @Test
  void header_withoutDimensions_isRefused() {
    assertThatThrownBy(() -> new IdxHeader(IdxHeader.ElementType.UNSIGNED_BYTE, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("IDX has 1 to 255 dimensions, not 0");
  }

  private static IdxHeader read(String hex) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return IdxHeader.read(new DataInputStream(new ByteArrayInputStream(bytes)), "some.idx");
  }
}
