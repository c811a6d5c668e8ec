package io.bellows.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every module; it stands here because this module comes last. */
class ArchitectureTest {
  @ParameterizedTest
  @ValueSource(strings = {"worker-kernels", "driver", "jobs"})
  void everyPackage_saysWhatItIsAndIsNullMarked(String module) throws IOException {
    List<Path> wrong = new ArrayList<>();
    for (Path folder : foldersWithSources(Path.of("..", module, "src/main/java"))) {
      Path info = folder.resolve("package-info.java");
      String text = Files.exists(info) ? Files.readString(info) : "";
      if (!text.startsWith("/**") || !text.contains("\n@NullMarked\n")) {
        wrong.add(info);
      }
    }
    assertThat(wrong).as("package-info with a Javadoc sentence and @NullMarked").isEmpty();
  }

  @Test
  void referenceConfiguration_isPackedWhereNoOtherLibraryMergesIt() {
    ClassLoader loader = ArchitectureTest.class.getClassLoader();

    assertThat(loader.getResource("io/bellows/jobs/reference.conf")).isNotNull();
    assertThat(loader.getResource("reference.conf")).isNull();
  }

  private static List<Path> foldersWithSources(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .sorted()
          .toList();
    }
  }
}
