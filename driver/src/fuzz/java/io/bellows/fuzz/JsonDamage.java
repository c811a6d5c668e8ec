package io.bellows.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * JSON that stays JSON with values that do not belong there: of another type, null, absent,
 * repeated, exchanged, at the ends of their ranges. What is no JSON stays as it is.
 */
public final class JsonDamage implements Damage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1",
          "0.5",
          "2147483647",
          "2147483648",
          "-2147483648",
          "9223372036854775807",
          "1000000000000000000000000",
          "1e308",
          "-1e-320",
          "\"\"",
          "\"NaN\"",
          "\"\\u0000\\ud800 `'$%s\"",
          "\"" + "long ".repeat(500) + "\"",
          "[]",
          "{}",
          "[null]",
          "[[[[1]]]]",
          "[2147483647,2147483647]",
          "{\"a\":{\"b\":null}}");

  /** A value and the object or array that it stands in. */
  private record Place(JsonNode parent, String name, int index) {
    JsonNode value() {
      return parent instanceof ObjectNode object ? object.get(name) : parent.get(index);
    }

    void set(JsonNode value) {
      if (parent instanceof ObjectNode object) {
        object.set(name, value);
      } else {
        ((ArrayNode) parent).set(index, value);
      }
    }

    void remove() {
      if (parent instanceof ObjectNode object) {
        object.remove(name);
      } else {
        ((ArrayNode) parent).remove(index);
      }
    }

    void repeat() {
      if (parent instanceof ObjectNode object) {
        object.set(name + "2", value().deepCopy());
      } else {
        ((ArrayNode) parent).insert(index, value().deepCopy());
      }
    }
  }

  @Override
  public byte[] of(byte[] content, SplittableRandom random) {
    try {
      JsonNode root = JSON.readTree(content);
      List<Place> places = new ArrayList<>();
      collect(root, places);
      JsonNode value = JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
      if (places.isEmpty() || random.nextInt(50) == 0) {
        return JSON.writeValueAsBytes(value);
      }
      change(places, value, random);
      return JSON.writeValueAsBytes(root);
    } catch (IOException e) {
      return content;
    }
  }

  private static void collect(JsonNode node, List<Place> places) {
    if (node instanceof ObjectNode object) {
      object.fieldNames().forEachRemaining(name -> places.add(new Place(node, name, 0)));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        places.add(new Place(node, "", i));
      }
    }
    node.forEach(child -> collect(child, places));
  }

  private static void change(List<Place> places, JsonNode value, SplittableRandom random) {
    Place place = places.get(random.nextInt(places.size()));
    switch (random.nextInt(6)) {
      case 0 -> place.remove();
      case 1 -> place.repeat();
      case 2 -> place.set(places.get(random.nextInt(places.size())).value().deepCopy());
      default -> place.set(value);
    }
  }
}
