package io.bellows.jobs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellows.kernels.training.EpochRecord;
import io.bellows.kernels.training.RoundTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuickstartReportTest {
  private static final double[] FALLING = {0.9, 0.5, 0.1};
  private static final double[] TURNING = {0.8, 0.4, 0.6};

  private static QuickstartReport.Line line(
      double[] training, double[] validation, int epoch, double testError) {
    List<EpochRecord> history = new ArrayList<>();
    for (int i = 0; i < training.length; i++) {
      Map<String, Double> figures = Map.of("loss", training[i], "validation-loss", validation[i]);
      history.add(
          new EpochRecord(
              i, i + 1, 0.1, figures, new EpochRecord.Timing(1, 1, 1, RoundTimes.NONE)));
    }
    return new QuickstartReport.Line("model", 4, 10, history, epoch, testError);
  }

  /** A report in which only the linear model on pixels and the network matter. */
  private static QuickstartReport report(double linearError, QuickstartReport.Line network) {
    QuickstartReport.Line other = line(FALLING, FALLING, 2, linearError);
    return new QuickstartReport(List.of(other, other, network, network, other, other), 0.25, 0.125);
  }

  @Test
  void featuresPay_fromThreeTimesTheErrorsOn() {
    QuickstartReport.Line network = line(FALLING, TURNING, 1, 0.125);

    assertThat(report(0.375, network).featuresPay()).isTrue();
    assertThat(report(0.374, network).featuresPay()).isFalse();
  }

  @Test
  void overfittingShows_whenValidationTurnsUpWhileTrainingFalls() {
    assertThat(report(1, line(FALLING, TURNING, 1, 0.1)).overfittingShows()).isTrue();
    assertThat(report(1, line(FALLING, FALLING, 2, 0.1)).overfittingShows()).isFalse();
    assertThat(report(1, line(TURNING, TURNING, 1, 0.1)).overfittingShows()).isFalse();
  }

  @Test
  void json_hasLossesOfTheBestAndTheLastEpochAndTheTwoPromises() throws Exception {
    JsonNode json = new ObjectMapper().readTree(report(0.5, line(FALLING, TURNING, 1, 0.1)).json());

    JsonNode network = json.path("models").path(3);
    assertThat(network.path("epoch").asInt()).isEqualTo(2);
    assertThat(network.path("training-loss").asDouble()).isEqualTo(0.5);
    assertThat(network.path("last-training-loss").asDouble()).isEqualTo(0.1);
    assertThat(network.path("validation-loss").asDouble()).isEqualTo(0.4);
    assertThat(network.path("last-validation-loss").asDouble()).isEqualTo(0.6);
    assertThat(json.path("features-pay").asBoolean()).isTrue();
    assertThat(json.path("overfitting-shows").asBoolean()).isTrue();
  }
}
