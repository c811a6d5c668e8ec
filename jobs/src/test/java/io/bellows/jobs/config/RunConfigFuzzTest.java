package io.bellows.jobs.config;

import io.bellows.fuzz.BytesDamage;
import io.bellows.fuzz.Fuzz;
import io.bellows.fuzz.TextDamage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fuzz")
class RunConfigFuzzTest {
  /** The defaults are read with each, and every key has its path in the library's objects. */
  private static final long FIXED_BYTES = 8 << 20;

  /** The library makes objects of every sign, and again of every value that it resolves. */
  private static final long BYTES_PER_BYTE = 4_000;

  private static final List<String> WORDS =
      List.of(
          "null",
          "none",
          "{",
          "}",
          "[",
          "]",
          "=",
          ":",
          "+=",
          ",",
          ".",
          "\"",
          "\"\"\"",
          "#",
          "//",
          "\\",
          "${",
          "${?data}",
          "${output}",
          "${training}",
          "include \"run.conf\"\n",
          "include \"absent\"\n",
          "true",
          "full",
          "[1, [2, {a = 3}]]",
          "a.b.c",
          "data",
          "path",
          "column",
          "last-rows",
          "format",
          "options",
          "labels",
          "idx",
          "30m",
          "0s",
          "1e400 days",
          "sgd",
          "adam",
          "exponential",
          "divide-by",
          "auto",
          "regression",
          "validation-accuracy");

  @TempDir Path folder;

  @Test
  void load_damaged_isTakenOrRefused() throws IOException {
    Path file = folder.resolve("run.conf");
    List<byte[]> samples = samples();

    new Fuzz(
            samples,
            List.of(new TextDamage(WORDS), new TextDamage(WORDS), new BytesDamage(samples)),
            List.of(ConfigException.class),
            FIXED_BYTES,
            BYTES_PER_BYTE)
        .feed(
            input -> {
              Files.write(file, input);
              RunConfigLoader.load(file.toString(), List.of(), Optional.empty()).json();
            });
  }

  /** The project's own configurations, of all settings and of few. */
  private static List<byte[]> samples() throws IOException {
    List<byte[]> samples = new ArrayList<>();
    samples.add(Files.readAllBytes(Path.of("..", "conf", "reference.conf")));
    try (Stream<Path> profiles = Files.list(Path.of("..", "conf", "profiles"))) {
      for (Path profile : profiles.sorted().toList()) {
        samples.add(Files.readAllBytes(profile));
      }
    }
    return samples;
  }
}
