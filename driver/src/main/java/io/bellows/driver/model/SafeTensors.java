package io.bellows.driver.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
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
public final class SafeTensors {
  /**
   * A tensor.
   *
   * @param shape its dimensions
   * @param values row-major
   */
  public record Tensor(List<Integer> shape, float[] values) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "__metadata__";

  private record Entry(
      String dtype, List<Integer> shape, @JsonProperty("data_offsets") List<Long> offsets) {}

  private SafeTensors() {}

  /**
   * A whole file.
   *
   * @param metadata texts by name; empty for none
   * @throws IOException when it would be larger than 2 GiB
   */
  public static byte[] write(Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      header.set(METADATA, JSON.valueToTree(metadata));
    }
    long offset = 0;
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      long end = offset + 4L * tensor.getValue().values.length;
      header.set(
          tensor.getKey(),
          JSON.valueToTree(new Entry("F32", tensor.getValue().shape, List.of(offset, end))));
      offset = end;
    }
    byte[] json = JSON.writeValueAsBytes(header);
    long bytes = Long.BYTES + json.length + offset;
    if (bytes > Integer.MAX_VALUE) {
      throw new IOException(String.format("%,d bytes are more than a file can have here", bytes));
    }
    ByteBuffer file = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);
    for (Tensor tensor : tensors.values()) {
      file.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(tensor.values);
      file.position(file.position() + Float.BYTES * tensor.values.length);
    }
    return file.array();
  }

  /**
   * The metadata of a file; empty where it has none.
   *
   * @throws IOException with what is wrong, when it is not such a file
   */
  public static Map<String, String> readMetadata(byte[] bytes) throws IOException {
    JsonNode metadata = header(ByteBuffer.wrap(bytes)).path(METADATA);
    Map<String, String> texts = new LinkedHashMap<>();
    metadata.properties().forEach(text -> texts.put(text.getKey(), text.getValue().asText()));
    return texts;
  }

  /**
   * The tensors of a file.
   *
   * @throws IOException with what is wrong, when it is not such a file
   */
  public static Map<String, Tensor> read(byte[] bytes) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    ObjectNode header = header(file);
    header.remove(METADATA);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> entry :
        JSON.convertValue(header, new TypeReference<Map<String, Entry>>() {}).entrySet()) {
      tensors.put(
          entry.getKey(), tensor(entry.getValue(), file.slice().order(ByteOrder.LITTLE_ENDIAN)));
    }
    return tensors;
  }

  /**
   * The header.
   *
   * @param file moved to the first number
   */
  private static ObjectNode header(ByteBuffer file) throws IOException {
    long length =
        file.remaining() < Long.BYTES ? -1 : file.order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > file.remaining()) {
      throw new IOException("its header is cut off or is not one");
    }
    byte[] json = new byte[(int) length];
    file.get(json);
    if (JSON.readTree(json) instanceof ObjectNode header) {
      return header;
    }
    throw new IOException("its header is not an object");
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
