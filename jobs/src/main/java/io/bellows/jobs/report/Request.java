package io.bellows.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellows.driver.storage.InputFile;
import io.bellows.driver.storage.Storage;
import io.bellows.jobs.config.FreeKeys;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a command was asked for, to be told from another request.
 *
 * @param configuration every setting, as JSON
 * @param inputs the files that are read
 * @param free settings that another request may have otherwise, to go on with this one
 */
public record Request(String configuration, List<InputFile> inputs, FreeKeys free) {
  private static final String CONFIGURATION = "configuration";
  private static final String INPUTS = "inputs";
  private static final String ABSENT = "absent";

  public Request {
    inputs = List.copyOf(inputs);
  }

  /** Adds the request to a marker. Modified. */
  void describe(ObjectNode marker) {
    marker.set(CONFIGURATION, parsed(configuration));
    ArrayNode files = marker.putArray(INPUTS);
    for (InputFile input : inputs) {
      files
          .addObject()
          .put("path", input.path())
          .put("size", input.size())
          .put("modified", input.modified());
    }
  }

  /** A request that is either the same as another or not. */
  public Request(String configuration, List<InputFile> inputs) {
    this(configuration, inputs, FreeKeys.NONE);
  }

  /** In what it differs from a marker's. */
  Differences differencesFrom(JsonNode marker) {
    List<Change> settings =
        changes(leaves(marker.path(CONFIGURATION)), leaves(parsed(configuration)));
    Predicate<Change> reopens = change -> free.reopening().contains(change.key());
    Predicate<Change> isFree = reopens.or(change -> free.others().contains(change.key()));
    return new Differences(
        settings.stream().filter(isFree.negate()).toList(),
        changes(inputsOf(marker), described(inputs)),
        settings.stream().filter(isFree).toList(),
        settings.stream().anyMatch(reopens));
  }

  private static JsonNode parsed(String json) {
    try {
      return Json.parsed(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + json, e);
    }
  }

  private static List<Change> changes(Map<String, String> before, Map<String, String> now) {
    List<Change> changes = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(now.keySet());
    for (String key : keys) {
      String old = before.getOrDefault(key, ABSENT);
      String current = now.getOrDefault(key, ABSENT);
      if (!old.equals(current)) {
        changes.add(new Change(key, old, current));
      }
    }
    return changes;
  }

  /** Settings by key. The output is no difference: it is where the other request was found. */
  private static Map<String, String> leaves(JsonNode configuration) {
    Map<String, String> leaves = new TreeMap<>();
    collectLeaves("", configuration, leaves);
    leaves.remove("output");
    return leaves;
  }

  private static void collectLeaves(String prefix, JsonNode node, Map<String, String> leaves) {
    node.properties()
        .forEach(
            field -> {
              if (field.getValue().isObject()) {
                collectLeaves(prefix + field.getKey() + ".", field.getValue(), leaves);
              } else {
                leaves.put(prefix + field.getKey(), field.getValue().toString());
              }
            });
  }

  private static Map<String, String> described(List<InputFile> inputs) {
    Map<String, String> described = new TreeMap<>();
    inputs.forEach(
        input -> described.put("input " + input.path(), described(input.size(), input.modified())));
    return described;
  }

  private static Map<String, String> inputsOf(JsonNode marker) {
    Map<String, String> described = new TreeMap<>();
    for (JsonNode input : marker.path(INPUTS)) {
      described.put(
          "input " + input.path("path").asText(),
          described(input.path("size").asLong(), input.path("modified").asLong()));
    }
    return described;
  }

  private static String described(long size, long modified) {
    return size + " bytes of " + Instant.ofEpochMilli(modified);
  }

  /** The files that some sources stand for; a source that cannot be listed has none. */
  public static List<InputFile> inputs(List<String> paths) {
    List<InputFile> inputs = new ArrayList<>();
    for (String path : paths) {
      inputs.addAll(listed(path).orElse(List.of()));
    }
    return inputs;
  }

  /** The paths that stand for no file; a path that cannot be listed is not among them. */
  public static List<String> missing(List<String> paths) {
    return paths.stream()
        .filter(path -> listed(path).map(List::isEmpty).orElse(false))
        .distinct()
        .toList();
  }

  private static Optional<List<InputFile>> listed(String path) {
    try {
      return Optional.of(Storage.of(path).files(path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
