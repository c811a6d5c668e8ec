package io.bellows.driver.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {
  @Test
  void read_whatWriteWrote_isTheSame() throws IOException {
    Map<String, SafeTensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put("w", new SafeTensors.Tensor(List.of(2, 1), new float[] {1.5f, Float.MAX_VALUE}));
    tensors.put("none", new SafeTensors.Tensor(List.of(0, 3), new float[0]));
    tensors.put("one", new SafeTensors.Tensor(List.of(), new float[] {-0.0f}));

    assertThat(SafeTensors.read(SafeTensors.write(tensors, Map.of())))
        .usingRecursiveComparison()
        .isEqualTo(tensors);
  }

  /** As other programs write: with metadata, and headers that are not in the order of the data. */
  @Test
  void read_anotherProgramsFile_isUnderstood() throws IOException {
    byte[] file =
        file(
            "{'__metadata__':{'format':'pt'},"
                + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]},"
                + "'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}  ",
            8);

    assertThat(SafeTensors.read(file)).containsOnlyKeys("a", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|4|its header is not an object",
        "null|0|its header is not an object",
        "{} {}|0|railing",
        "{'a':null}|4|null",
        "{'a':{'dtype':'F32','shape':[1]}}|4|data_offsets",
        "{'a':{'dtype':null,'shape':[1],'data_offsets':[0,4]}}|4|dtype",
        "{'a':{'dtype':'F32','shape':[null],'data_offsets':[0,4]}}|4|null",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}}|4|data_offsets must be two numbers, were [0]",
        "{'a':{'dtype':'F16','shape':[1],'data_offsets':[0,4]}}|4|its tensor a is of type F16, expected F32",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}|4|its tensor a has 4 bytes of numbers for the shape [2]",
        "{'a':{'dtype':'F32','shape':[2147483647,2147483647,4],'data_offsets':[0,4]}}|4|its tensor a has 4 bytes",
        "{'a':{'dtype':'F32','shape':[-1,-1],'data_offsets':[0,4]}}|4|its tensor a has 4 bytes",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}|5|its tensors take 4 bytes of numbers, and it holds 5",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}|0|its tensors take 4 bytes of numbers, and it holds 0",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|8|its tensor a is expected to begin at byte 0 of the numbers, and takes [4, 8]",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,-4]}}|4|its tensor a is expected to begin at byte 0",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|8|uplicate",
      })
  void read_headerThatIsNone_isRefused(String header, int bytes, String reason) {
    assertThatIOException()
        .isThrownBy(() -> SafeTensors.read(file(header, bytes)))
        .withMessageContaining(reason);
  }

  /** Else a small file could ask for its size as often as its header has room for names. */
  @Test
  void read_tensorsOverOneAnother_areRefused() {
    assertThatIOException()
        .isThrownBy(
            () ->
                SafeTensors.read(
                    file(
                        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                            + "'b':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                        8)))
        .withMessage(
            "its tensor b is expected to begin at byte 8 of the numbers, and takes [0, 8]");
  }

  @ParameterizedTest
  @CsvSource({"-1", "3", "9223372036854775807"})
  void read_lengthOfTheHeaderThatIsNone_isRefused(long length) {
    byte[] file = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();

    assertThatIOException()
        .isThrownBy(() -> SafeTensors.read(file))
        .withMessage("its header is cut off or is not one");
  }

  private static byte[] file(String header, int bytes) {
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + json.length + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }
}
