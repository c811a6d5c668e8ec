package io.bellows.driver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.SparkSessions;
import io.bellows.driver.TestRun;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchTest {
  private static final int CLASSES = 3;

  private static BenchReport on(String master) {
    return SparkSessions.on(
        master,
        spark ->
            Bench.run(
                spark,
                TestRun.csv("none").shares(4).batch(8).request(),
                Optional.of(new Bench.Sizes(5, CLASSES)),
                Duration.ofMillis(100),
                () -> false));
  }

  @Test
  void run_severalExecutors_measuresEachAndSaysWhyThereIsNoGang() {
    BenchReport report = on("local-cluster[2,1,1024]");
    assertThat(report.executors()).isEqualTo(2);
    assertThat(report.speeds()).extracting(ExecutorSpeed::executor).containsExactly("0", "1");
    assertThat(report.speeds())
        .allSatisfy(
            speed -> {
              assertThat(speed.cores()).isEqualTo(1);
              assertThat(speed.products()).hasSize(1);
            });
    EngineSpeed gang = report.engines().get(0);
    assertThat(gang.rounds()).isEmpty();
    assertThat(gang.remark()).contains("a gang needs one JVM");
    EngineSpeed jobs = report.engines().get(1);
    assertThat(jobs.rounds().orElseThrow().cores()).isEqualTo(2);
    assertThat(jobs.rounds().orElseThrow().engine()).isPositive();
    assertThat(jobs.empty()).isPresent();
    assertThat(report.advice().engine()).isEqualTo("jobs");
  }

  @Test
  void run_fewerSharesThanSlots_countsTheCoresAtWork() {
    BenchReport report = on("local[5]");
    assertThat(report.speeds()).hasSize(1);
    assertThat(report.speeds().get(0).cores()).isEqualTo(5);
    assertThat(report.engines())
        .allSatisfy(engine -> assertThat(engine.rounds().orElseThrow().cores()).isEqualTo(4));
    assertThat(report.advice().shares()).isEqualTo(10);
  }
}
