package io.bellows.jobs.config;

import java.util.Arrays;
import java.util.Optional;

/**
 * Files that were given to spark-submit by {@code --files}. YARN and Kubernetes put them into the
 * driver's working directory; a standalone cluster does not, and they are read from where they came
 * from.
 */
final class ShippedFiles {
  private ShippedFiles() {}

  /** The path of the file of a name, or of an alias: {@code path#alias}. */
  static Optional<String> pathOf(String name) {
    return Arrays.stream(System.getProperty("spark.files", "").split(",", -1))
        .filter(file -> nameOf(file).equals(name))
        .map(file -> file.replaceFirst("#.*", ""))
        .findFirst();
  }

  private static String nameOf(String file) {
    return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('#')) + 1);
  }
}
