package io.bellows.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.storage.InputFile;
import io.bellows.fuzz.BytesDamage;
import io.bellows.fuzz.Fuzz;
import io.bellows.fuzz.JsonDamage;
import io.bellows.fuzz.TextDamage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fuzz")
class OutputFuzzTest {
  /** Buffers, sentences, and the steps by which the JSON library's table of names grows. */
  private static final long FIXED_BYTES = 8 << 20;

  /** A file is read, becomes objects, and these become sentences. */
  private static final long BYTES_PER_BYTE = 200;

  private static final List<String> WORDS =
      List.of("null", "true", "{", "}", "[", "]", ",", ":", "\"", "\\", "NaN", "//");

  private static final Request REQUEST =
      new Request(
          "{\"output\":\"x\",\"training\":{\"shares\":8,\"optimizer\":{\"name\":\"adam\"}},"
              + "\"columns\":{\"missing\":[\"\",\"?\"]}}",
          List.of(new InputFile("/rows.csv", 10, 1000), new InputFile("/more.csv", 20, 2000)));

  private static final String RESULT =
      """
      {"end": "early-stopping", "reason": "no improvement", "epochs": 9, "updates": 1200,
       "best-epoch": 4, "best-restored": true,
       "best": {"loss": 0.5, "validation-loss": 0.25, "validation-accuracy": null},
       "last": {"loss": 0.4, "validation-loss": 0.35},
       "bests": {"validation-loss": {"value": 0.25, "epoch": 4},
                 "validation-accuracy": {"value": null, "epoch": 2}},
       "test": {"rows": 100, "loss": 1e-9, "accuracy": 0.75,
                "confusion": {"labels": ["a", "b"], "weights": [[40, 10.5], [15, 34.5]]}},
       "task": "classification", "model-saved": true,
       "data": {"training-rows": 800, "validation-rows": 100, "test-rows": 100,
                "dropped-rows": 1, "zero-weight-rows": 2, "inputs": 16, "parameters": 12345,
                "constant-columns": ["x"]},
       "seconds": 1.5, "efficiency": {"gflops": 1.0},
       "provenance": {"configuration": {"features": {"target": {"task": "auto"}}}, "seed": 1}}
      """;

  @TempDir Path folder;

  private OutputFolder run;

  @BeforeEach
  void finishedRun() {
    run = OutputFolder.at(folder.resolve("run").toString(), OutputFolder.Kind.RUN);
    run.attempt(new OutputFolder.Plan.Begin(false), REQUEST).finish(RESULT);
  }

  @Test
  void plan_damagedMarker_isTakenOrRefused() throws IOException {
    Path marker = folder.resolve("run/bellows.json");
    // What differs is refused by a returned plan, which says why.
    fuzz(Files.readAllBytes(marker))
        .feed(
            input -> {
              Files.write(marker, input);
              if (run.plan(REQUEST, false) instanceof OutputFolder.Plan.Refuse refuse) {
                throw new OutputException(refuse.reason());
              }
            });
  }

  @Test
  void repeat_damagedResult_isTakenOrRefused() throws IOException {
    Path result = folder.resolve("run/result.json");

    fuzz(RESULT.getBytes(StandardCharsets.UTF_8))
        .feed(
            input -> {
              Files.write(result, input);
              OutputFolder.Plan plan = run.plan(REQUEST, false);
              show(((OutputFolder.Plan.Repeat) plan).result());
            });
  }

  private static void show(String text) {
    RunResult result =
        RunResult.parse(text).orElseThrow(() -> new OutputException("it is damaged"));
    assertThat(result.diverged()).isFalse();
    assertThat(result.summary()).contains("Training ended: ");
    assertThat(result.line("x")).doesNotContain("\n").endsWith("\"output\":\"x\"}");
    assertThat(result.text()).endsWith("}\n");
  }

  @Test
  void figures_inPlaceOfADamagedFile_areTakenOrRefused() throws IOException {
    Path file = folder.resolve("figures.json");
    String figures = "{\"model\": \"m\", \"data\": \"d\", \"rows\": 3, \"loss\": 0.5, \"x\": [1]}";

    fuzz(figures.getBytes(StandardCharsets.UTF_8))
        .feed(
            input -> {
              Files.write(file, input);
              FiguresFile.at(file.toString(), "bellows evaluate", List.of("model", "loss"))
                  .requireUsable();
            });
  }

  private static Fuzz fuzz(byte[] sample) {
    List<byte[]> samples = List.of(sample);
    return new Fuzz(
        samples,
        List.of(new BytesDamage(samples), new TextDamage(WORDS), new JsonDamage()),
        List.of(OutputException.class),
        FIXED_BYTES,
        BYTES_PER_BYTE);
  }
}
