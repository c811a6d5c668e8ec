package io.bellows.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;

class SparkJvmOptionsTest {
  /** bin/bellows reads this file where there is no spark-submit to add the options. */
  @Test
  void jvmOptionsFile_holdsWhatSparkItselfWouldPass() throws IOException {
    String options = Files.readString(Path.of("target/jvm-options.txt"));

    assertThat(options.strip().split("\\s+"))
        .containsExactlyInAnyOrder(JavaModuleOptions.defaultModuleOptions().strip().split("\\s+"));
  }
}
