package io.bellows.kernels.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellows.kernels.Golden;
import io.bellows.kernels.metric.Metric;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EarlyStoppingGoldenTest {
  static Stream<Named<JsonNode>> cases() {
    JsonNode cases = Golden.read("early-stopping.keras-3.15.1.json").get("cases");
    return StreamSupport.stream(cases.spliterator(), false)
        .map(one -> Named.of(one.get("name").asText(), one));
  }

  @Test
  void cases_areAllRead() {
    assertThat(cases()).hasSize(44);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void after_sequence_stopsAndRestoresWhereKerasDoes(JsonNode golden) {
    EarlyStopping earlyStopping = earlyStopping(golden.get("settings"));
    double[] values = Golden.numbers(golden.get("values"));
    EarlyStopping.Memory memory = EarlyStopping.Memory.NONE;
    int stopped = -1;
    int bestByFlags = -1;
    for (int epoch = 0; epoch < values.length && stopped < 0; epoch++) {
      EarlyStopping.Decision decision = earlyStopping.after(memory, epoch, values[epoch]);
      memory = decision.memory();
      bestByFlags = decision.isBest() ? epoch : bestByFlags;
      stopped = decision.verdict() == EarlyStopping.Verdict.STOP ? epoch : -1;
    }
    // Where no epoch was looked at, Keras's model is left with the weights of the last one.
    int last = stopped < 0 ? values.length - 1 : stopped;
    int best = memory.bestEpoch() < 0 ? last : memory.bestEpoch();
    assertThat(stopped).isEqualTo(golden.get("expected").get("stoppedEpoch").asInt());
    assertThat(best).isEqualTo(golden.get("expected").get("bestEpoch").asInt());
    assertThat(bestByFlags).isEqualTo(memory.bestEpoch());
  }

  /** Keras takes the absolute value of a negative minDelta; ours must be given as it is meant. */
  private static EarlyStopping earlyStopping(JsonNode settings) {
    JsonNode baseline = settings.get("baseline");
    return new EarlyStopping(
        "validation-loss",
        settings.get("mode").asText().equals("max")
            ? Metric.Direction.MAXIMIZE
            : Metric.Direction.MINIMIZE,
        Math.abs(settings.get("minDelta").asDouble()),
        settings.get("patience").asInt(),
        baseline.isNull() ? OptionalDouble.empty() : OptionalDouble.of(baseline.asDouble()),
        OptionalDouble.empty(),
        settings.get("startFromEpoch").asInt(),
        0,
        true);
  }
}
