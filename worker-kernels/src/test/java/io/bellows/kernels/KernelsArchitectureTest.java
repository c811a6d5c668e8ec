package io.bellows.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KernelsArchitectureTest {
  private static final Path SOURCES = Path.of("src/main/java");

  @Test
  void classpath_hasNoSparkAndNoScala() {
    assertThatThrownBy(() -> Class.forName("org.apache.spark.SparkContext"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> Class.forName("scala.Product"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  /** The Vector API adds floating-point lanes in an order of its choice, so bits would differ. */
  @Test
  void sources_neverReduceLanes() throws IOException {
    assertThat(sourceLinesWith(Pattern.compile("\\breduceLanes\\s*\\("))).isEmpty();
  }

  private static List<String> sourceLinesWith(Pattern forbidden) throws IOException {
    List<String> found = new ArrayList<>();
    if (!Files.isDirectory(SOURCES)) {
      return found;
    }
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        for (String line : Files.readAllLines(file)) {
          if (forbidden.matcher(line).find()) {
            found.add(file + ": " + line.strip());
          }
        }
      }
    }
    return found;
  }
}
