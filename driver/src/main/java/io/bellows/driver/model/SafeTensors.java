package io.bellows.driver.model;

import static io.bellows.kernels.Checks.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
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

  private static final ObjectMapper JSON = StrictJson.mapper();
  private static final ObjectReader ENTRIES = JSON.readerForMapOf(Entry.class);
  private static final String SINGLE_PRECISION = "F32";
  private static final String METADATA = "__metadata__";

  private record Entry(
      String dtype, List<Integer> shape, @JsonProperty("data_offsets") List<Long> offsets) {
    private Entry {
      require(offsets.size() == 2, "data_offsets must be two numbers, were %s", offsets);
    }

    long begin() {
      return offsets.get(0);
    }

    long end() {
      return offsets.get(1);
    }

    /** How many bytes the shape asks for; −1 when it is none, or too large to say. */
    long shapeBytes() {
      long bytes = Float.BYTES;
      for (int size : shape) {
        if (size < 0 || Math.multiplyHigh(bytes, (long) size) != 0) {
          return -1;
        }
        bytes *= size;
      }
      return bytes;
    }
  }

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
          JSON.valueToTree(
              new Entry(SINGLE_PRECISION, tensor.getValue().shape, List.of(offset, end))));
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
    Map<String, Entry> entries = ENTRIES.readValue(header);
    ByteBuffer data = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    requireGapless(entries, data.remaining());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), data));
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

  /**
   * Every byte belongs to one tensor: what tensors take together is no more than the file has.
   *
   * @throws IOException when some byte belongs to none, or to two
   */
  private static void requireGapless(Map<String, Entry> entries, long bytes) throws IOException {
    long end = 0;
    for (Map.Entry<String, Entry> entry :
        entries.entrySet().stream()
            .sorted(Comparator.comparingLong(entry -> entry.getValue().begin()))
            .toList()) {
      if (entry.getValue().begin() != end || entry.getValue().end() < end) {
        throw new IOException(
            String.format(
                "its tensor %s is expected to begin at byte %d of the numbers, and takes %s",
                entry.getKey(), end, entry.getValue().offsets));
      }
      end = entry.getValue().end();
    }
    if (end != bytes) {
      throw new IOException(
          String.format("its tensors take %d bytes of numbers, and it holds %d", end, bytes));
    }
  }

  private static Tensor tensor(String name, Entry entry, ByteBuffer data) throws IOException {
    if (!entry.dtype.equals(SINGLE_PRECISION)) {
      throw new IOException(
          String.format(
              "its tensor %s is of type %s, expected %s", name, entry.dtype, SINGLE_PRECISION));
    }
    int length = (int) (entry.end() - entry.begin());
    if (length != entry.shapeBytes()) {
      throw new IOException(
          String.format(
              "its tensor %s has %d bytes of numbers for the shape %s", name, length, entry.shape));
    }
    float[] values = new float[length / Float.BYTES];
    data.slice((int) entry.begin(), length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return new Tensor(entry.shape, values);
  }
}
