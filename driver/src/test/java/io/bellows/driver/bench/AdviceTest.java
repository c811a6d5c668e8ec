package io.bellows.driver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.training.Efficiency;
import io.bellows.kernels.training.RoundTimes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AdviceTest {
  private static EngineSpeed engine(String name, double rowsPerSecond, double arithmetic) {
    RoundTimes spent = new RoundTimes(Math.round(1e9 * arithmetic), 0, 0);
    Efficiency rounds =
        new Efficiency(1, 1, 100, 1, rowsPerSecond, 1_000, 2, OptionalDouble.empty(), spent);
    return new EngineSpeed(name, "", Optional.empty(), Optional.of(rounds));
  }

  private static EngineSpeed absent(String name) {
    return new EngineSpeed(name, "", Optional.empty(), Optional.empty());
  }

  @Test
  void of_twoEngines_takesTheFasterAndKeepsAGoodBatch() {
    assertThat(Advice.of(List.of(engine("gang", 3_000, 0.9), engine("jobs", 1_000, 0.2)), 2, 32))
        .isEqualTo(
            new Advice(
                "gang",
                2,
                32,
                "gang is 3.0 times as fast as jobs, 2 shares divide evenly among 2 cores, and 90 % of a round is arithmetic at batch 32, so that a larger one gains little."));
  }

  /** Half of a round is arithmetic: four times the batch makes that 4 of 5. */
  @Test
  void of_muchOverhead_advisesTheBatchWhereMostIsArithmetic() {
    assertThat(Advice.of(List.of(absent("gang"), engine("jobs", 1_000, 0.5)), 3, 32))
        .isEqualTo(
            new Advice(
                "jobs",
                9,
                128,
                "jobs is the engine that runs here, 9 shares divide evenly among 3 cores, and at batch 32 only 50 % of a round is arithmetic, at 128 it would be about 80 % (larger batches may need more epochs)."));
  }

  @Test
  void of_hardlyAnyArithmetic_staysWithinWhatAGangTakes() {
    Advice advice = Advice.of(List.of(engine("gang", 1_000, 0)), 12, 32);
    assertThat(advice.shares()).isEqualTo(12);
    assertThat(advice.batchRows()).isEqualTo(12 * 1_024);
  }

  @Test
  void of_batchBeyondWhatIsAdvised_isKept() {
    assertThat(Advice.of(List.of(engine("jobs", 1_000, 0.1)), 1, 100_000).batchRows())
        .isEqualTo(100_000);
  }
}
