package io.bellows.driver.bench;

import io.bellows.kernels.network.Network;
import java.util.List;

/**
 * What was measured, and what follows from it.
 *
 * @param batchRows B
 * @param shares P
 * @param rows how many rows an epoch had
 * @param executors how many there are; those that answered are in {@code speeds}
 */
public record BenchReport(
    Network network,
    long batchRows,
    int shares,
    long rows,
    int executors,
    List<ExecutorSpeed> speeds,
    List<EngineSpeed> engines,
    Advice advice) {
  public BenchReport {
    speeds = List.copyOf(speeds);
    engines = List.copyOf(engines);
  }

  /** How many rows products were measured at. */
  public long kernelRows() {
    return Math.min(ExecutorProbe.MOST_ROWS, batchRows);
  }
}
