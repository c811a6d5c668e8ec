package io.bellows.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** JSON as this package writes it: keys in the order given, no NaN, which JSON does not have. */
final class Json {
  /** What follows a value, as where the end of a longer file was not cut off, is damage. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static JsonNode parsed(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  static String pretty(JsonNode node) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String line(JsonNode node) {
    return node.toString();
  }

  static void put(ObjectNode object, String name, double number) {
    if (Double.isFinite(number)) {
      object.put(name, number);
    } else {
      object.putNull(name);
    }
  }

  static void putAll(ObjectNode object, Map<String, Double> numbers) {
    numbers.forEach((name, number) -> put(object, name, number));
  }
}
