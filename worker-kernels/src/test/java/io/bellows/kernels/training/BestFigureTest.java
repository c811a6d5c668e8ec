package io.bellows.kernels.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BestFigureTest {
  @Test
  void of_figures_takesEachInItsOwnDirectionAndTheFirstOfEquals() {
    assertThat(
            BestFigure.of(
                List.of(
                    record(0, 0.5, 0.25, 3), record(1, 0.25, 0.75, 2), record(2, 0.25, 0.75, 4))))
        .containsExactly(
            new BestFigure("validation-loss", 0.25, 1),
            new BestFigure("validation-accuracy", 0.75, 1),
            new BestFigure("training-r2", 4, 2));
  }

  @Test
  void of_notANumber_isNeverTheBest() {
    assertThat(
            BestFigure.of(
                List.of(record(0, Double.NaN, Double.NaN, 1), record(1, 9, Double.NaN, 0))))
        .containsExactlyInAnyOrder(
            new BestFigure("validation-loss", 9, 1), new BestFigure("training-r2", 1, 0));
  }

  @Test
  void of_noEpochs_isEmpty() {
    assertThat(BestFigure.of(List.of())).isEmpty();
  }

  private static EpochRecord record(int epoch, double loss, double accuracy, double r2) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("loss", 0.0);
    figures.put("validation-loss", loss);
    figures.put("validation-accuracy", accuracy);
    figures.put("training-r2", r2);
    return new EpochRecord(
        epoch, epoch + 1L, 1, figures, new EpochRecord.Timing(1, 1, 1, RoundTimes.NONE));
  }
}
