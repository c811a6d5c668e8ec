package io.bellows.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What spark-submit is given. It runs once the jar is made. */
class ShadedJarIT {
  private static final Path JAR = Path.of(System.getProperty("bellows.jar", "not set"));

  private static List<String> entries;

  @BeforeAll
  static void list() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      entries = jar.stream().map(ZipEntry::getName).toList();
    }
  }

  /** A second Spark, or a library that Spark has in another version, would clash on a cluster. */
  @Test
  void everyClass_isOursOrRelocated() {
    assertThat(entries)
        .filteredOn(entry -> entry.endsWith(".class"))
        .hasSizeGreaterThan(500)
        .allMatch(entry -> entry.startsWith("io/bellows/"));
  }

  @Test
  void libraries_areThereRelocated() {
    assertThat(entries)
        .contains(
            "io/bellows/jobs/cli/Main.class",
            "io/bellows/driver/training/SparkTrainer.class",
            "io/bellows/kernels/network/Network.class",
            "io/bellows/shaded/org/ejml/data/FMatrixRMaj.class",
            "io/bellows/shaded/picocli/CommandLine.class",
            "io/bellows/shaded/com/typesafe/config/Config.class");
  }

  @Test
  void defaultsAndLicence_areInTheirPlaces() {
    assertThat(entries)
        .contains("io/bellows/jobs/reference.conf", "META-INF/LICENSE")
        .doesNotContain("reference.conf");
  }

  @Test
  void mainClass_isTheCommandLine() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("io.bellows.jobs.cli.Main");
    }
  }
}
