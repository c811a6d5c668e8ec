package io.bellows.driver.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: 8 bytes with the length of a JSON header, the header (name, type, shape,
 * place of each tensor), the numbers, all little-endian. Read and written for single-precision
 * tensors.
 */
final class SafeTensors {
  /**
   * A tensor.
   *
   * @param shape its dimensions
   * @param values row-major
   */
  record Tensor(List<Integer> shape, float[] values) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "__metadata__";

  private record Entry(
      String dtype, List<Integer> shape, @JsonProperty("data_offsets") List<Long> offsets) {}

  private SafeTensors() {}

  static byte[] write(Map<String, Tensor> tensors) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      long end = offset + 4L * tensor.getValue().values.length;
      header.set(
          tensor.getKey(),
          JSON.valueToTree(new Entry("F32", tensor.getValue().shape, List.of(offset, end))));
      offset = end;
    }
    byte[] json = JSON.writeValueAsBytes(header);
    ByteBuffer file =
        ByteBuffer.allocate(Math.toIntExact(Long.BYTES + json.length + offset))
            .order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);
    for (Tensor tensor : tensors.values()) {
      for (float value : tensor.values) {
        file.putFloat(value);
      }
    }
    return file.array();
  }

  /**
   * The tensors of a file.
   *
   * @throws IOException with what is wrong, when it is not such a file
   */
  static Map<String, Tensor> read(byte[] bytes) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.length < Long.BYTES ? -1 : file.getLong();
    if (length < 0 || length > file.remaining()) {
      throw new IOException("its header is cut off or is not one");
    }
    byte[] json = new byte[(int) length];
    file.get(json);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    ObjectNode header = (ObjectNode) JSON.readTree(json);
    header.remove(METADATA);
    for (Map.Entry<String, Entry> entry :
        JSON.convertValue(header, new TypeReference<Map<String, Entry>>() {}).entrySet()) {
      tensors.put(
          entry.getKey(), tensor(entry.getValue(), file.slice().order(ByteOrder.LITTLE_ENDIAN)));
    }
    return tensors;
  }

  private static Tensor tensor(Entry entry, ByteBuffer data) throws IOException {
    long begin = entry.offsets.get(0);
    long end = entry.offsets.get(1);
    if (!entry.dtype.equals("F32") || begin < 0 || end < begin || end > data.limit()) {
      throw new IOException("a tensor lies outside the file or is not of single precision");
    }
    float[] values = new float[(int) ((end - begin) / 4)];
    data.position((int) begin).limit((int) end);
    data.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return new Tensor(entry.shape, values);
  }
}
