package io.bellows.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own with little memory: Spark's least, and less than a task asks for. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class OutOfMemoryTest {
  private static final String LITTLE = "-Xmx500m";

  @TempDir Path folder;

  /**
   * 1,000 rows of 60,000 units are 240 MB, and a task has several of them. The other engine knows
   * what it will take, and refuses before.
   */
  @Test
  void train_taskOutOfMemory_is70WithTheRemedy() throws Exception {
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command(conf()))
            .redirectError(err.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();

    int code = process.waitFor();

    String text = Files.readString(err);
    assertThat(code).as(text).isEqualTo(70);
    assertThat(text.lines().toList())
        .last()
        .asString()
        .startsWith("bellows: out of memory (")
        .endsWith("; give more with --driver-memory");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private static List<String> command(Path conf) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-Xmx") && !option.startsWith("-agent"))
        .forEach(command::add);
    command.addAll(
        List.of(
            LITTLE,
            "-Dspark.master=local[2]",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "train",
            conf.toString()));
    return command;
  }

  private Path conf() throws IOException {
    StringBuilder rows = new StringBuilder("a,b,y\n");
    for (int row = 0; row < 4_100; row++) {
      rows.append(row % 7).append(',').append(row % 11).append(',').append(row % 2).append('\n');
    }
    Path data = Files.writeString(folder.resolve("rows.csv"), rows);
    return Files.writeString(
        folder.resolve("run.conf"),
        """
        data { train = "%s", options.header = true }
        columns.target = y, output = "%s", features.target.task = classification
        network.hidden = [60000]
        training { batch-size = 2000, shares = 2, max-epochs = 1, engine = jobs
                   early-stopping.enabled = false }
        """
            .formatted(data, folder.resolve("run")));
  }
}
