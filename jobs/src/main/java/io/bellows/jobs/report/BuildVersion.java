package io.bellows.jobs.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * Which Bellows this is.
 *
 * @param commit of the sources, where the build was told
 */
public record BuildVersion(String version, Optional<String> commit) {
  /** This build. */
  public static final BuildVersion CURRENT = read();

  private static BuildVersion read() {
    Properties properties = new Properties();
    try (InputStream in =
        BuildVersion.class.getResourceAsStream("/io/bellows/jobs/version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String commit = properties.getProperty("commit", "");
    return new BuildVersion(
        properties.getProperty("version", "unknown"),
        commit.isBlank() || commit.contains("{") ? Optional.empty() : Optional.of(commit));
  }
}
