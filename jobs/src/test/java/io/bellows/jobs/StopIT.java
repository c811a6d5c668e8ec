package io.bellows.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals to a process of its own, which runs the jar as the launcher does. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class StopIT {
  private static final int LONGEST_END_SECONDS = 60;

  @TempDir Path folder;
  private Path output;
  private String conf;

  @BeforeEach
  void writeRun() throws IOException {
    output = folder.resolve("run");
    Path rows = folder.resolve("rows.csv");
    StringBuilder text = new StringBuilder("a,b,y\n");
    for (int row = 0; row < 2_000; row++) {
      text.append(row % 7).append(',').append(row % 11).append(',').append(row % 2).append('\n');
    }
    Files.writeString(rows, text);
    conf =
        Files.writeString(
                folder.resolve("run.conf"),
                """
                data { train = "%s", format = csv, options.header = true, validation = 0.1 }
                columns.target = y, output = "%s", features.target.task = classification
                network.hidden = [4]
                training { batch-size = 8, early-stopping.patience = 1000000 }
                """
                    .formatted(rows, output))
            .toString();
  }

  @ParameterizedTest
  @CsvSource({"TERM, gang, 143", "INT, jobs, 130"})
  void train_signalBetweenEpochs_goesOnWhenRepeated(String signal, String engine, int code)
      throws Exception {
    List<String> err = new ArrayList<>();
    String[] endless = {
      "train", conf, "--set", "training.max-epochs=1000000", "--set", "training.engine=" + engine
    };
    Process process = BellowsProcess.started(endless);
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      readUntil("    1 ", lines, err);
      BellowsProcess.send(signal, process);
      lines.lines().forEach(err::add);
    }
    assertEnds(process, code);

    assertThat(err)
        .last()
        .asString()
        .matches("bellows: stopped; the same command goes on after [0-9,]+ rounds, in epoch \\d+");
    assertNoTrace(err);
    assertThat(names()).containsExactly("attempts", "bellows.json", "checkpoints", "history.csv");
    int epochs = Files.readAllLines(output.resolve("history.csv")).size() - 1;

    Process again = BellowsProcess.started(endless);
    try (BufferedReader lines = again.errorReader(StandardCharsets.UTF_8)) {
      err.clear();
      readUntil(String.format("%5d ", epochs + 1), lines, err);
      assertThat(err).noneMatch(line -> line.startsWith("    1 "));
      again.destroyForcibly();
    }
  }

  /** Spark has said where it reads, and no round has begun. */
  @Test
  void train_signalWhileReading_leavesNoTrace() throws Exception {
    List<String> err = new ArrayList<>();
    Process process = BellowsProcess.started("train", conf);
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      readUntil("Reading ", lines, err);
      BellowsProcess.send("TERM", process);
      lines.lines().forEach(err::add);
    }
    assertEnds(process, 143);

    assertThat(err)
        .last()
        .isEqualTo(
            "bellows: stopped before there was anything to keep; the same command begins again");
    assertNoTrace(err);
    assertThat(output).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void bench_signalBetweenRounds_endsWithOneSentence(String signal, int code) throws Exception {
    List<String> err = new ArrayList<>();
    Process process = BellowsProcess.started("bench", "--network", "6-5-3", "--seconds", "60");
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      readUntil("Measuring rounds of the network", lines, err);
      BellowsProcess.send(signal, process);
      lines.lines().forEach(err::add);
    }
    assertEnds(process, code);

    assertThat(err)
        .last()
        .isEqualTo(
            "bellows: stopped before there was anything to keep; the same command begins again");
    assertNoTrace(err);
  }

  private static void readUntil(String what, BufferedReader lines, List<String> read)
      throws IOException {
    String line = lines.readLine();
    while (line != null) {
      read.add(line);
      if (line.contains(what)) {
        return;
      }
      line = lines.readLine();
    }
    throw new AssertionError("no line with \"" + what + "\" in " + read);
  }

  private static void assertEnds(Process process, int code) throws InterruptedException {
    assertThat(process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(code);
  }

  private static void assertNoTrace(List<String> err) {
    assertThat(err).noneMatch(line -> line.matches("\\s+at .*|.*(Exception|ERROR).*"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }
}
