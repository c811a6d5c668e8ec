package io.bellows.jobs.cli;

import io.bellows.driver.bench.Advice;
import io.bellows.driver.bench.BenchReport;
import io.bellows.driver.bench.EngineSpeed;
import io.bellows.driver.bench.ExecutorSpeed;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.speed.ProductSpeed;
import io.bellows.kernels.training.Efficiency;
import io.bellows.kernels.training.RoundTimes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A measurement with round numbers. */
final class TestBench {
  private TestBench() {}

  static BenchReport report() {
    Network network =
        Network.of(100, List.of(50), new Relu(), 10, Dropout.none(1), new SoftmaxCrossEntropy());
    RoundTimes spent = new RoundTimes(600_000_000, 100_000_000, 200_000_000);
    Efficiency rounds =
        new Efficiency(1, 2, 1_000, 1, 32_000, 23_000, 2, OptionalDouble.of(2), spent);
    return new BenchReport(
        network,
        32,
        8,
        8_192,
        2,
        List.of(
            new ExecutorSpeed(
                "1",
                "here",
                2,
                "17",
                "vector",
                "vector, 512 bits wide",
                2,
                List.of(
                    new ProductSpeed(100, 50, 1, 1.25, 1.5), new ProductSpeed(50, 10, 1, 1, 0.5))),
            new ExecutorSpeed("2", "there", 1, "17", "none", "cannot", Double.NaN, List.of())),
        List.of(
            new EngineSpeed("gang", "the master is far", Optional.empty(), Optional.empty()),
            new EngineSpeed(
                "jobs", "jobs, a Spark job a round", Optional.of(rounds), Optional.of(rounds))),
        new Advice("jobs", 8, 64, "There is no other."));
  }
}
