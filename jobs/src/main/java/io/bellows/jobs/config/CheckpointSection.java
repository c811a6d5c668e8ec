package io.bellows.jobs.config;

import io.bellows.driver.checkpoint.CheckpointConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The block {@code checkpoint}. */
final class CheckpointSection {
  private static final String EVERY = "checkpoint.every";

  private CheckpointSection() {}

  static CheckpointConfig read(ConfigReader reader) {
    int keep = reader.whole("checkpoint.keep", 1);
    Optional<Long> rounds = reader.optionalCount(EVERY, "rounds?");
    Optional<Duration> time =
        rounds.isPresent()
            ? Optional.empty()
            : reader.optionalDuration(
                EVERY, "a number of rounds or a time above 0, such as 200 rounds or 5 minutes");
    return new CheckpointConfig(
        rounds.map(OptionalLong::of).orElse(OptionalLong.empty()), time, keep);
  }
}
