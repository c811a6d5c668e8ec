package io.bellows.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellows.jobs.storage.InputFile;
import io.bellows.jobs.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The folder that a run leaves behind, and the one rule for running it again.
 *
 * <pre>
 *   bellows.json   says that the folder is ours, from which configuration and input; written first
 *   history.csv    grows by a line an epoch
 *   model/
 *   result.json    says that the run is finished; written last
 * </pre>
 *
 * <p>No output: train. Unfinished: refuse. Finished, with the same configuration and input: show
 * the result again and change nothing. Otherwise: refuse, and name the differences.
 */
public final class RunFolder {
  private static final int FORMAT = 1;
  private static final int MOST_DIFFERENCES = 8;
  private static final String MARKER = "bellows.json";
  private static final String HISTORY = "history.csv";
  private static final String MODEL = "model";
  private static final String RESULT = "result.json";

  private final String path;
  private final Storage storage;
  private final boolean existed;

  /** What is to be done. */
  public sealed interface Plan {
    /**
     * Train.
     *
     * @param replaces whether an older run is deleted first
     */
    record Train(boolean replaces) implements Plan {}

    /**
     * Show the result of the same run, which is finished.
     *
     * @param result the text of its {@code result.json}
     */
    record Repeat(String result) implements Plan {}

    /**
     * Do nothing.
     *
     * @param reason a sentence
     */
    record Refuse(String reason) implements Plan {}
  }

  private RunFolder(String path, Storage storage, boolean existed) {
    this.path = path;
    this.storage = storage;
    this.existed = existed;
  }

  /** The folder at a path, which need not exist. */
  public static RunFolder at(String path) {
    String absolute = Storage.absolute(path);
    Storage storage = Storage.of(absolute);
    try {
      return new RunFolder(absolute, storage, storage.exists(absolute));
    } catch (IOException e) {
      throw unusable(path, "it cannot be looked at (" + e.getMessage() + ")", e);
    }
  }

  /** Its path, not depending on the working directory. */
  public String path() {
    return path;
  }

  /** The path of the model in a run's folder, or the path itself where it is a model's already. */
  public static String modelIn(String runOrModel) throws IOException {
    String absolute = Storage.absolute(runOrModel);
    String model = Storage.child(absolute, MODEL);
    return Storage.of(absolute).exists(model) ? model : absolute;
  }

  /**
   * What the rule says.
   *
   * @param configuration of the run, as JSON
   * @param overwrite whether an older run may be deleted
   */
  public Plan plan(String configuration, List<InputFile> inputs, boolean overwrite) {
    try {
      if (!storage.exists(path)) {
        return new Plan.Train(false);
      }
      if (!storage.isFolder(path)) {
        return new Plan.Refuse(refusal("there is a file of that name; choose another output"));
      }
      List<String> names = storage.names(path);
      if (names.isEmpty()) {
        return new Plan.Train(false);
      }
      if (!names.contains(MARKER)) {
        return new Plan.Refuse(
            refusal(
                "the folder is not empty and was not made by Bellows (no "
                    + MARKER
                    + "); choose another output"));
      }
      if (overwrite) {
        return new Plan.Train(true);
      }
      return names.contains(RESULT)
          ? planForFinished(configuration, inputs)
          : new Plan.Refuse(
              refusal(
                  "it holds an unfinished run; choose another output, or delete it with"
                      + " --overwrite"));
    } catch (IOException e) {
      throw unusable(path, "it cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private Plan planForFinished(String configuration, List<InputFile> inputs) throws IOException {
    JsonNode marker = marker();
    if (marker.path("format").asInt() != FORMAT) {
      return new Plan.Refuse(
          refusal(
              "it holds a run of another version of Bellows ("
                  + marker.path("version").asText("unknown")
                  + "); choose another output, or delete it with --overwrite"));
    }
    List<String> differences = new ArrayList<>();
    addDifferences(
        leaves(marker.path("configuration")), leaves(parsed(configuration)), differences);
    addDifferences(inputsOf(marker), inputsOf(inputs), differences);
    if (differences.isEmpty()) {
      return new Plan.Repeat(storage.readText(child(RESULT)));
    }
    int more = differences.size() - MOST_DIFFERENCES;
    String shown =
        String.join("; ", differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size())))
            + (more > 0 ? "; and " + more + " more" : "");
    return new Plan.Refuse(
        refusal(
            "it holds a finished run that differs: "
                + shown
                + "; choose another output, or delete it with --overwrite"));
  }

  private JsonNode marker() throws IOException {
    try {
      return Json.parsed(storage.readText(child(MARKER)));
    } catch (JsonProcessingException e) {
      return Json.object();
    }
  }

  private static JsonNode parsed(String json) {
    try {
      return Json.parsed(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + json, e);
    }
  }

  private static void addDifferences(
      Map<String, String> before, Map<String, String> now, List<String> differences) {
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(now.keySet());
    for (String key : keys) {
      String old = before.getOrDefault(key, "absent");
      String current = now.getOrDefault(key, "absent");
      if (!old.equals(current)) {
        differences.add(String.format("%s was %s, now %s", key, old, current));
      }
    }
  }

  /** Settings by key. The output is no difference: it is where the other run was found. */
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

  private static Map<String, String> inputsOf(List<InputFile> inputs) {
    Map<String, String> described = new TreeMap<>();
    inputs.forEach(
        input -> described.put("input " + input.path(), described(input.size(), input.modified())));
    return described;
  }

  private static Map<String, String> inputsOf(JsonNode marker) {
    Map<String, String> described = new TreeMap<>();
    for (JsonNode input : marker.path("inputs")) {
      described.put(
          "input " + input.path("path").asText(),
          described(input.path("size").asLong(), input.path("modified").asLong()));
    }
    return described;
  }

  private static String described(long size, long modified) {
    return size + " bytes of " + java.time.Instant.ofEpochMilli(modified);
  }

  /**
   * Makes the folder, and so finds out whether it can be written to.
   *
   * @throws OutputException when it cannot
   */
  public void begin(Plan.Train plan, String configuration, List<InputFile> inputs) {
    ObjectNode marker = Json.object();
    marker.put("format", FORMAT);
    marker.put("version", BuildVersion.CURRENT.version());
    marker.set("configuration", parsed(configuration));
    ArrayNode files = marker.putArray("inputs");
    for (InputFile input : inputs) {
      files
          .addObject()
          .put("path", input.path())
          .put("size", input.size())
          .put("modified", input.modified());
    }
    try {
      if (plan.replaces()) {
        deleteOurs();
      }
      storage.createFolders(path);
      storage.writeText(child(MARKER), Json.pretty(marker));
    } catch (IOException e) {
      throw unusable(path, "it cannot be written to (" + e + ")", e);
    }
  }

  /** The marker goes last, so that what is left after a crash is still known to be ours. */
  private void deleteOurs() throws IOException {
    for (String name : storage.names(path)) {
      if (!name.equals(MARKER)) {
        storage.delete(child(name));
      }
    }
    storage.delete(child(MARKER));
  }

  /** Takes back {@link #begin} when nothing has come of it. */
  public void abandon() {
    try {
      if (existed) {
        storage.delete(child(MARKER));
        storage.delete(child(HISTORY));
      } else {
        storage.delete(path);
      }
    } catch (IOException e) {
      throw unusable(path, "it cannot be written to (" + e + ")", e);
    }
  }

  public void writeHistory(String csv) {
    write(HISTORY, csv);
  }

  /**
   * Puts the model into its place once it is whole.
   *
   * @param save is given the path of a folder to write to
   */
  public void saveModel(Consumer<String> save) {
    String temporary = child(MODEL + ".tmp");
    try {
      storage.delete(temporary);
      save.accept(temporary);
      storage.rename(temporary, child(MODEL));
    } catch (IOException e) {
      throw unusable(path, "the model cannot be written to it (" + e + ")", e);
    }
  }

  /** Marks the run as finished. */
  public void finish(String resultJson) {
    write(RESULT, resultJson);
  }

  private void write(String name, String text) {
    try {
      storage.writeText(child(name), text);
    } catch (IOException e) {
      throw unusable(path, name + " cannot be written to it (" + e + ")", e);
    }
  }

  private String child(String name) {
    return Storage.child(path, name);
  }

  private String refusal(String why) {
    return "cannot train into " + path + ": " + why;
  }

  private static OutputException unusable(String path, String why, IOException cause) {
    return new OutputException("cannot use the output folder " + path + ": " + why, cause);
  }

  /** The files that some sources stand for; a source that cannot be listed has none. */
  public static List<InputFile> inputs(List<String> paths) {
    List<InputFile> inputs = new ArrayList<>();
    for (String path : paths) {
      inputs.addAll(listed(path).orElse(List.of()));
    }
    return inputs;
  }

  private static Optional<List<InputFile>> listed(String path) {
    try {
      return Optional.of(Storage.of(path).files(path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
