package io.bellows.driver.bench;

import io.bellows.kernels.training.Efficiency;
import java.util.Optional;

/**
 * What rounds cost with an engine.
 *
 * @param engine by the name of its setting
 * @param remark how it carries out rounds, or why it cannot here
 * @param empty rounds of a network so small that its arithmetic is nothing
 * @param rounds those of the network that was asked for
 */
public record EngineSpeed(
    String engine, String remark, Optional<Efficiency> empty, Optional<Efficiency> rounds) {}
