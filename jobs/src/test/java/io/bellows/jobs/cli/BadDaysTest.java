package io.bellows.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users see of faults, on the real Spark. */
class BadDaysTest {
  private static final int FILES = 9;
  private static final int ROWS_PER_FILE = 20;

  private final MainOnSpark main = new MainOnSpark();

  @TempDir Path folder;
  private Path rows;
  private Path output;

  @BeforeEach
  void begin() throws IOException {
    FullDisk.mount();
    output = folder.resolve("run");
    rows = Files.createDirectory(folder.resolve("rows"));
    for (int file = 0; file < FILES; file++) {
      List<String> lines = new ArrayList<>(List.of("x,y,color,z"));
      for (int i = file * ROWS_PER_FILE; i < (file + 1) * ROWS_PER_FILE; i++) {
        lines.add(i % 11 + "," + i % 7 + "," + (i % 3 == 0 ? "red" : "blue") + "," + (i % 11 + 3));
      }
      Files.write(rows.resolve("part-" + file + ".csv"), lines);
    }
  }

  @AfterEach
  void end() {
    FullDisk.unmount();
  }

  private int run(String... args) {
    return main.run(args);
  }

  private String err() {
    return main.err();
  }

  private JsonNode lastLine() throws IOException {
    List<String> lines = main.out().lines().toList();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  private int train(String to, String... settings) throws IOException {
    String conf =
        """
        data { train = "%s", options { header = true }, validation = 0.2 }
        columns { target = z }
        features { target { task = regression } }
        network { hidden = [3] }
        training { max-epochs = 3, batch-size = 8, shares = 2, optimizer { learning-rate = 0.05 } }
        output = "%s"
        """
            .formatted(rows, to);
    Path file = Files.writeString(folder.resolve("run.conf"), conf);
    List<String> args = new ArrayList<>(List.of("train", file.toString()));
    for (String setting : settings) {
      args.addAll(List.of("--set", setting));
    }
    return run(args.toArray(String[]::new));
  }

  private int trained() throws IOException {
    return train(output.toString());
  }

  /** Its end is a sentence, and what the run had come to is kept: the same command ends it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"model.tmp/preparation", "model.tmp/network", "model.tmp/network/weights"})
  void train_noRoomForTheModel_is73AndEndsOnceThereIs(String part) throws IOException {
    FullDisk.fill(part);

    assertThat(train(FullDisk.path(output))).as(err()).isEqualTo(73);

    assertThat(err().lines().toList().get(err().lines().toList().size() - 1))
        .startsWith(
            "bellows: cannot use the output folder "
                + FullDisk.path(output)
                + ": the model cannot be written to it (")
        .contains("No space left on device");
    assertThat(output.resolve("result.json")).doesNotExist();
    assertThat(output.resolve("model.tmp")).doesNotExist();
    assertThat(output.resolve("history.csv")).content().hasLineCount(4);

    FullDisk.fill("");
    assertThat(train(FullDisk.path(output))).as(err()).isZero();
    assertThat(lastLine().path("end").asText()).isEqualTo("max-epochs");
    assertThat(output.resolve("model/network/model.json")).exists();
  }

  @Test
  void train_noRoomForTheMarker_is73BeforeSparkStarts() throws IOException {
    FullDisk.fill("run");

    assertThat(train(FullDisk.path(output))).isEqualTo(73);

    assertThat(err())
        .startsWith("bellows: cannot use the output folder " + FullDisk.path(output))
        .contains("No space left on device")
        .hasLineCount(1);
  }

  /** The loss grows from update to update, until it is no longer a number. */
  @Test
  void train_divergesAtSomeEpoch_is3AndKeepsTheBestWeights() throws IOException {
    assertThat(
            train(
                output.toString(),
                "network.hidden=[]",
                "training.max-epochs=200",
                "training.optimizer={name = sgd, learning-rate = 2}"))
        .as(err())
        .isEqualTo(3);

    JsonNode result = lastLine();
    int best = result.path("best-epoch").asInt();
    assertThat(result.path("end").asText()).isEqualTo("diverged");
    assertThat(result.path("epochs").asInt()).isGreaterThan(2);
    assertThat(best).isBetween(1, result.path("epochs").asInt() - 1);
    assertThat(result.path("best-restored").asBoolean()).isTrue();
    assertThat(result.path("model-saved").asBoolean()).isTrue();
    assertThat(run("evaluate", output.toString(), "--data", rows.toString())).as(err()).isZero();
    assertThat(lastLine().path("loss").isNumber()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"network/model.json", "network/weights.safetensors", "preparation"})
  void evaluateAndPredict_truncatedModel_is65WithASentence(String part) throws IOException {
    assertThat(trained()).as(err()).isZero();
    Path file = output.resolve("model").resolve(part);
    if (Files.isDirectory(file)) {
      try (var paths = Files.walk(file)) {
        file = paths.filter(path -> path.toString().endsWith(".txt")).findFirst().orElseThrow();
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    assertThat(run("evaluate", output.toString(), "--data", rows.toString())).isEqualTo(65);
    assertThat(lastErr()).startsWith("bellows: Cannot read the model in " + output + "/model");
    assertThat(run("predict", output.toString(), "--data", rows + "", "--output", folder + "/out"))
        .isEqualTo(65);
    assertThat(lastErr()).startsWith("bellows: Cannot read the model in " + output + "/model");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private String lastErr() {
    List<String> lines = err().lines().toList();
    return lines.get(lines.size() - 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5,1e39,red,7|column \"y\" has the number 1.0E39",
        "5,NaN,red,7|column \"y\" is not a finite number",
        "5,1,red,|the target \"z\" is missing",
        "5,1,red|the row does not have the table's columns",
      })
  void train_oneBadRowInOneFileOfMany_is65NamingFileColumnAndRow(String row, String problem)
      throws IOException {
    Path file = rows.resolve("part-6.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(10, row);
    Files.write(file, lines);

    assertThat(trained()).isEqualTo(65);

    assertThat(lastErr())
        .startsWith("bellows: Cannot use a row of file:" + file + ": " + problem)
        .contains("; the row is \"" + row);
    assertThat(output).doesNotExist();
  }

  @Test
  void train_inputChangedSinceTheRunFinished_is73NamingTheFile() throws IOException {
    assertThat(trained()).as(err()).isZero();
    Path file = rows.resolve("part-3.csv");
    Files.writeString(file, Files.readString(file) + "1,1,red,4\n");

    assertThat(trained()).isEqualTo(73);

    assertThat(err())
        .contains("it holds a finished run that differs: input " + file + " was ")
        .hasLineCount(1);
  }
}
