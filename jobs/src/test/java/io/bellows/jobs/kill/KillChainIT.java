package io.bellows.jobs.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellows.jobs.BellowsProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run whose every attempt is killed at a place of its own, until one is left alone: it ends with
 * the bits of a run that nobody disturbed. Each attempt first waits for a sign of life of the one
 * before it.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class KillChainIT {
  private static final String CHECKPOINT = ".*/checkpoints/[^/]*\\.safetensors";
  private static final String CHECKPOINT_BEING_WRITTEN = ".*/checkpoints/\\.[^/]*\\.safetensors";
  private static final int TIMES = 3;

  @TempDir Path folder;
  private String conf;

  /** A place to be killed at: the {@code time}-th time that something happens in an attempt. */
  private record Place(String what, int time) {}

  /** In the order in which an attempt comes by. */
  private static List<Place> places(String engine) {
    List<Place> places = new ArrayList<>();
    for (int time = 1; time <= TIMES; time++) {
      places.add(new Place("stage .*RowCheck", 1));
      places.add(new Place("stage .*ShareData.persisted", time));
      places.add(new Place("stage .*" + engine, time));
      places.add(new Place("stage .*SparkEvaluator", time));
      places.add(new Place("write " + CHECKPOINT_BEING_WRITTEN, time));
      places.add(new Place("rename " + CHECKPOINT, time));
    }
    places.add(new Place("write .*/model\\.tmp/preparation/.*metadata/.*part", 1));
    places.add(new Place("write .*/model\\.tmp/network/weights", 1));
    places.add(new Place("write .*/model\\.tmp/network/model\\.json", 1));
    places.add(new Place("write .*/\\.result\\.json", 1));
    return places;
  }

  @BeforeEach
  void writeRun() throws IOException {
    Path rows = folder.resolve("rows.csv");
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("a,b,c,y\n");
    for (int row = 0; row < 2_000; row++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      int c = random.nextInt(3);
      text.append(a).append(',').append(b).append(",k").append(c).append(',');
      text.append(a * b + c > 1 ? "yes" : "no").append('\n');
    }
    Files.writeString(rows, text);
    conf =
        Files.writeString(
                folder.resolve("run.conf"),
                """
                data { train = "%s", options.header = true, validation = 0.1, test = 0.1 }
                columns.target = y
                network { hidden = [16], dropout { input = 0.1, hidden = 0.2 } }
                training { batch-size = 64, max-epochs = 40, early-stopping.patience = 4 }
                checkpoint.every = 10 rounds
                """
                    .formatted(rows))
            .toString();
  }

  @Test
  void train_killedAgainAndAgain_endsAsUndisturbed() throws Exception {
    assertChain(
        "GangEngine",
        List.of(
            new Place("stage .*GangEngine", 2),
            new Place("stage .*SparkEvaluator", 2),
            new Place("write " + CHECKPOINT_BEING_WRITTEN, 2),
            new Place("rename " + CHECKPOINT, 2),
            new Place("write .*/model\\.tmp/network/weights", 1)));
  }

  @Tag("kills")
  @ParameterizedTest
  @ValueSource(strings = {"GangEngine", "SparkJobEngine"})
  void train_killedThreeTimesAtEachKindOfPlace_endsAsUndisturbed(String engine) throws Exception {
    assertChain(engine, places(engine));
  }

  private void assertChain(String engine, List<Place> places) throws Exception {
    String setting = engine.equals("GangEngine") ? "gang" : "jobs";
    Path undisturbed = folder.resolve("undisturbed");
    assertThat(ended(train(undisturbed.toString(), setting, List.of()))).isZero();

    Path output = folder.resolve("output");
    String halting = HaltingFileSystem.ROOT + output.toString().substring(1);
    for (Place place : places) {
      assertThat(ended(train(halting, setting, haltingAt(place))))
          .as("%s", place)
          .isEqualTo(Halt.CODE);
      assertThat(output.resolve("result.json")).as("%s", place).doesNotExist();
    }
    assertThat(ended(train(halting, setting, files()))).isZero();

    assertThat(run(output)).isEqualTo(run(undisturbed));
    assertThat(result(output).path("provenance").path("attempt").asInt())
        .isEqualTo(places.size() + 1);
  }

  /** Signals that find the process anywhere while it writes to this machine's files. */
  @Tag("kills")
  @Test
  void train_killedWhileItWritesLocally_endsAsUndisturbed() throws Exception {
    Path undisturbed = folder.resolve("undisturbed");
    assertThat(ended(train(undisturbed.toString(), "gang", List.of()))).isZero();

    Path output = folder.resolve("output");
    for (int kill = 0; kill < 2 * TIMES; kill++) {
      Process process = train(output.toString(), "gang", List.of());
      Path written = output.resolve(kill < TIMES ? "checkpoints" : "model.tmp");
      while (process.isAlive() && !isBeingWritten(written)) {
        Thread.onSpinWait();
      }
      BellowsProcess.send("KILL", process);
      assertThat(ended(process)).isEqualTo(Halt.CODE);
    }
    assertThat(ended(train(output.toString(), "gang", List.of()))).isZero();

    assertThat(run(output)).isEqualTo(run(undisturbed));
  }

  private static boolean isBeingWritten(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return folder.endsWith("model.tmp")
          || files.anyMatch(file -> file.getFileName().toString().endsWith(".tmp"));
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> haltingAt(Place place) {
    List<String> options = new ArrayList<>(files());
    options.add("-D" + Halt.AT + "=" + place.what);
    options.add("-D" + Halt.TIME + "=" + place.time);
    options.add("-Dspark.extraListeners=" + HaltingListener.class.getName());
    return options;
  }

  private static List<String> files() {
    return List.of(
        "-Dspark.hadoop.fs.halting.impl=" + HaltingFileSystem.class.getName(),
        "-Dspark.hadoop.fs.AbstractFileSystem.halting.impl="
            + HaltingFileSystem.Context.class.getName());
  }

  private Process train(String output, String engine, List<String> jvmOptions) throws IOException {
    return BellowsProcess.started(
        jvmOptions, "train", conf, "--output", output, "--set", "training.engine=" + engine);
  }

  /** Reads what a process says, so that it does not wait for a reader, and gives its exit code. */
  private static int ended(Process process) throws Exception {
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0 && code != Halt.CODE) {
      throw new AssertionError("exit code " + code + ": " + err);
    }
    return code;
  }

  /** All that two equal runs have in common: weights, history without times, end. */
  private record Run(String weights, String history, String end, int bestEpoch) {}

  private static Run run(Path output) throws IOException {
    byte[] weights = Files.readAllBytes(output.resolve("model/network/weights.safetensors"));
    JsonNode result = result(output);
    return new Run(
        java.util.HexFormat.of().formatHex(weights),
        Files.readAllLines(output.resolve("history.csv")).stream()
            .map(line -> line.replaceFirst("(,[^,]*){3}$", ""))
            .collect(Collectors.joining("\n")),
        result.path("end").asText(),
        result.path("best-epoch").asInt());
  }

  private static JsonNode result(Path output) throws IOException {
    return new ObjectMapper().readTree(output.resolve("result.json").toFile());
  }
}
