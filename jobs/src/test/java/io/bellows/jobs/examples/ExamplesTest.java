package io.bellows.jobs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellows.jobs.cli.MainOnSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** conf/examples: each configuration runs, and learns what its rows have to tell. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../conf/examples");

  @TempDir Path folder;

  /** With {@code -Dwrite.docs=true} they are written anew. */
  @Test
  void data_areWhatTheFormulasDraw() throws IOException {
    for (Map.Entry<String, List<String>> file : ExampleRows.all().entrySet()) {
      Path path = EXAMPLES.resolve("data").resolve(file.getKey());
      if (Boolean.getBoolean("write.docs")) {
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      assertThat(Files.readAllLines(path)).as(path.toString()).isEqualTo(file.getValue());
    }
  }

  /** What a guess of the commonest class or of the mean has is 0.5 or below, or 0. */
  @ParameterizedTest
  @CsvSource({
    "binary, csv, /test/auc-roc, 0.8",
    "multi-class, csv, /test/macro-f1, 0.7",
    "multi-label, csv, /test/macro-f1, 0.75",
    "regression, csv, /best/validation-r2, 0.5",
    "several-targets, csv, /test/r2, 0.9",
    "embeddings, csv, /test/r2, 0.8",
    "sparse, libsvm, /test/accuracy, 0.75",
  })
  void train_example_learns(String name, String format, String figure, double least)
      throws IOException {
    Path output = folder.resolve(name);
    MainOnSpark main = new MainOnSpark();
    int exit =
        main.run(
            "train",
            EXAMPLES.resolve(name + ".conf").toString(),
            "--set",
            "data.train=" + EXAMPLES.resolve("data/" + name + "." + format),
            "--output",
            output.toString());

    assertThat(exit).as(main.err()).isZero();
    JsonNode result = new ObjectMapper().readTree(output.resolve("result.json").toFile());
    assertThat(result.at(figure).asDouble()).as(figure).isGreaterThan(least);
  }

  @Test
  void examples_areAllRunAndListed() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".conf"))
              .sorted()
              .toList();
      assertThat(names)
          .isEqualTo(
              ExampleRows.all().keySet().stream()
                  .map(name -> name.substring(0, name.indexOf('.')) + ".conf")
                  .sorted()
                  .collect(Collectors.toList()));
      assertThat(Files.readString(EXAMPLES.resolve("README.md"))).contains(names);
    }
  }
}
