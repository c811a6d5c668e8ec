package io.bellows.driver.checkpoint;

import static io.bellows.kernels.Checks.require;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When checkpoints are written beside those at the end of each epoch, and how many stay.
 *
 * @param everyRounds rounds from one to the next within an epoch
 * @param everyTime time from one to the next within an epoch
 * @param keep the newest ones that stay
 */
public record CheckpointConfig(OptionalLong everyRounds, Optional<Duration> everyTime, int keep) {
  public CheckpointConfig {
    require(
        everyRounds.orElse(1) >= 1,
        "checkpoint.every must be at least 1 round, was %d",
        everyRounds.orElse(1));
    require(keep >= 1, "checkpoint.keep must be at least 1, was %d", keep);
  }
}
