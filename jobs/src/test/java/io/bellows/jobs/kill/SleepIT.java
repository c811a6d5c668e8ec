package io.bellows.jobs.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.jobs.BellowsProcess;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A laptop whose lid is closed, and whose clock has jumped when it is opened again. */
@Tag("kills")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SleepIT {
  /** Longer than Spark waits for a sign of life of an executor by default. */
  private static final int SECONDS_ASLEEP = 150;

  @TempDir Path folder;

  @Test
  void train_processSleepsForMinutes_goesOnToTheEnd() throws Exception {
    Path rows = folder.resolve("rows.csv");
    StringBuilder text = new StringBuilder("a,y\n");
    for (int row = 0; row < 500; row++) {
      text.append(row % 7).append(',').append(row % 2).append('\n');
    }
    Files.writeString(rows, text);
    Path conf =
        Files.writeString(
            folder.resolve("run.conf"),
            """
            data { train = "%s", options.header = true }
            columns.target = y
            output = "%s"
            training { batch-size = 4, max-epochs = 500, early-stopping.patience = 500 }
            """
                .formatted(rows, folder.resolve("run")));

    Process process = BellowsProcess.started("train", conf.toString());
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      assertThat(lines.lines().filter(line -> line.startsWith("    1 ")).findFirst()).isPresent();
      BellowsProcess.send("STOP", process);
      TimeUnit.SECONDS.sleep(SECONDS_ASLEEP);
      BellowsProcess.send("CONT", process);
      lines.lines().forEach(line -> {});
    }

    assertThat(process.waitFor()).isZero();
    assertThat(folder.resolve("run/result.json")).content().contains("\"epochs\" : 500");
  }
}
