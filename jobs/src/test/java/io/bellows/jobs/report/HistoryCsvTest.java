package io.bellows.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.training.EpochRecord;
import io.bellows.kernels.training.RoundTimes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryCsvTest {
  private static final EpochRecord.Timing TIMING =
      new EpochRecord.Timing(0.5, 100, 0.25, RoundTimes.NONE);

  @Test
  void of_epochWithoutValidation_leavesItsFiguresEmpty() {
    assertThat(
            HistoryCsv.of(
                List.of(
                    new EpochRecord(0, 3, 0.1, Map.of("loss", Double.NaN), TIMING),
                    new EpochRecord(
                        1, 6, 0.1, figures("loss", 1.5, "validation-loss", 2.5), TIMING))))
        .isEqualTo(
            """
            epoch,updates,learning-rate,loss,validation-loss,round-seconds,rows-per-second,evaluation-seconds
            1,3,0.1,NaN,,0.5,100.0,0.25
            2,6,0.1,1.5,2.5,0.5,100.0,0.25
            """);
  }

  private static Map<String, Double> figures(String a, double one, String b, double two) {
    Map<String, Double> figures = new java.util.LinkedHashMap<>();
    figures.put(a, one);
    figures.put(b, two);
    return figures;
  }
}
