package io.bellows.kernels.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.TestNetworks;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EfficiencyTest {
  /** 4·50·50 = 10,000 operations a row. */
  private final Network network = TestNetworks.softmax(50, List.of(), 50);

  private static EpochRecord epoch(int number, double seconds, double rowsPerSecond) {
    RoundTimes spent =
        new RoundTimes((long) (seconds * 6e8), (long) (seconds * 1e8), (long) (seconds * 2e8));
    return new EpochRecord(
        number,
        10 * (number + 1L),
        0.1,
        Map.of(),
        new EpochRecord.Timing(seconds, rowsPerSecond, 1, spent));
  }

  @Test
  void of_severalEpochs_leavesTheFirstOut() {
    Efficiency efficiency =
        Efficiency.of(
                List.of(epoch(0, 9, 100), epoch(1, 1, 400_000), epoch(2, 3, 800_000)),
                network,
                2,
                OptionalDouble.of(10))
            .orElseThrow();
    assertThat(efficiency.fromEpoch()).isEqualTo(1);
    assertThat(efficiency.rounds()).isEqualTo(20);
    assertThat(efficiency.seconds()).isEqualTo(4);
    assertThat(efficiency.rowsPerSecond()).isEqualTo(700_000);
    assertThat(efficiency.gflops()).isEqualTo(7);
    assertThat(efficiency.shareOfPeak()).hasValue(0.35);
    assertThat(efficiency.arithmetic()).isCloseTo(0.6, within(1e-9));
    assertThat(efficiency.meeting()).isCloseTo(0.1, within(1e-9));
    assertThat(efficiency.update()).isCloseTo(0.2, within(1e-9));
    assertThat(efficiency.engine()).isCloseTo(0.1, within(1e-9));
    assertThat(efficiency.sentence())
        .isEqualTo(
            "700,000 rows/s, 7.00 GFLOPS, 35 % of the peak of 2 cores (10 GFLOPS each); a round takes 200 ms: arithmetic 60 %, meeting 10 %, update 20 %, engine 10 %");
  }

  @Test
  void of_oneEpoch_takesIt() {
    Efficiency efficiency =
        Efficiency.of(List.of(epoch(0, 2, 500)), network, 1, OptionalDouble.empty()).orElseThrow();
    assertThat(efficiency.fromEpoch()).isZero();
    assertThat(efficiency.rounds()).isEqualTo(10);
    assertThat(efficiency.shareOfPeak()).isEmpty();
    assertThat(efficiency.sentence()).startsWith("500 rows/s, 0.00500 GFLOPS; a round takes");
  }

  @Test
  void of_noEpoch_isEmpty() {
    assertThat(Efficiency.of(List.of(), network, 1, OptionalDouble.empty())).isEmpty();
  }
}
