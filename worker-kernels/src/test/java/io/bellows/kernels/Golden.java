package io.bellows.kernels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Expected values that others computed; {@code golden/README.md} says who and how. */
public final class Golden {
  private Golden() {}

  public static JsonNode read(String name) {
    try (InputStream file = Golden.class.getResourceAsStream("/golden/" + name)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(file, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A number, which may be written as the string of one that JSON does not have. */
  public static double number(JsonNode node) {
    return node.isTextual() ? Double.parseDouble(node.asText()) : node.doubleValue();
  }

  /** A list of numbers, or of lists of numbers one after the other. */
  public static double[] numbers(JsonNode node) {
    if (!node.isArray()) {
      return new double[] {number(node)};
    }
    double[][] parts = new double[node.size()][];
    int length = 0;
    for (int i = 0; i < parts.length; i++) {
      parts[i] = numbers(node.get(i));
      length += parts[i].length;
    }
    double[] all = new double[length];
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** As {@link #numbers}, each rounded to a float. */
  public static float[] floats(JsonNode node) {
    double[] numbers = numbers(node);
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  /** A list of lists of numbers, or of numbers, which become rows of one. */
  public static float[][] rows(JsonNode node) {
    float[][] rows = new float[node.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = floats(node.get(i));
    }
    return rows;
  }
}
