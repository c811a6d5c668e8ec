package io.bellows.kernels.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellows.kernels.Golden;
import io.bellows.kernels.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReduceOnPlateauTest {
  private static final Metric.Direction DOWN = Metric.Direction.MINIMIZE;

  @Test
  void after_patienceWithoutImprovement_fallsEachTime() {
    assertThat(factors(new ReduceOnPlateau("loss", DOWN, 0.5, 2, 0, 0, 0), 5, 4, 4, 4, 3, 3, 3))
        .containsExactly(1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.25);
  }

  @Test
  void after_noValidation_isOne() {
    assertThat(new ReduceOnPlateau("loss", DOWN, 0.5, 1, 0, 0, 0).after(List.of())).isEqualTo(1);
  }

  @Test
  void after_improvementWithinMinDelta_isNone() {
    assertThat(factors(new ReduceOnPlateau("loss", DOWN, 0.5, 1, 1, 0, 0), 5, 4, 3.5))
        .containsExactly(1.0, 0.5, 0.5);
  }

  /** Of the two validations after a fall only improvements count; the third waits again. */
  @Test
  void after_cooldown_waitsAgain() {
    assertThat(factors(new ReduceOnPlateau("loss", DOWN, 0.5, 1, 0, 2, 0), 5, 5, 5, 5, 5))
        .containsExactly(1.0, 0.5, 0.5, 0.25, 0.25);
  }

  @Test
  void after_maximised_looksForMore() {
    ReduceOnPlateau plateau =
        new ReduceOnPlateau("accuracy", Metric.Direction.MAXIMIZE, 0.5, 1, 0, 0, 0);
    assertThat(factors(plateau, 0.5, 0.6, 0.6)).containsExactly(1.0, 1.0, 0.5);
  }

  @Test
  void after_minFraction_isTheLeast() {
    assertThat(factors(new ReduceOnPlateau("loss", DOWN, 0.1, 1, 0, 0, 0.05), 1, 1, 1, 1))
        .containsExactly(1.0, 0.1, 0.05, 0.05);
  }

  /** A figure that is no number is no improvement. */
  @Test
  void after_notANumber_waits() {
    assertThat(factors(new ReduceOnPlateau("loss", DOWN, 0.5, 1, 0, 0, 0), 1, Double.NaN))
        .containsExactly(1.0, 0.5);
  }

  static Stream<Arguments> goldens() {
    JsonNode cases = Golden.read("plateau.keras-3.15.1.json").get("cases");
    return StreamSupport.stream(cases.spliterator(), false).map(Arguments::of);
  }

  /** Keras keeps the rate in single precision. */
  @ParameterizedTest
  @MethodSource("goldens")
  void after_noisySequence_isWhatKerasLeavesOfTheRate(JsonNode golden) {
    ReduceOnPlateau plateau =
        new ReduceOnPlateau(
            "loss",
            golden.get("mode").asText().equals("min")
                ? Metric.Direction.MINIMIZE
                : Metric.Direction.MAXIMIZE,
            golden.get("factor").asDouble(),
            golden.get("patience").asInt(),
            golden.get("minDelta").asDouble(),
            golden.get("cooldown").asInt(),
            golden.get("minFraction").asDouble());
    List<Double> factors = factors(plateau, Golden.numbers(golden.get("values")));
    double[] expected = Golden.numbers(golden.get("factors"));
    assertThat(factors).hasSize(60).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(factors.get(i)).as("value %d", i).isCloseTo(expected[i], withinPercentage(1e-3));
    }
  }

  @Test
  void new_settingOutsideItsRange_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReduceOnPlateau("loss", DOWN, 1, 1, 0, 0, 0))
        .withMessage("optimizer.plateau.factor must be above 0 and below 1, was 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReduceOnPlateau("loss", DOWN, 0.5, 0, 0, 0, 0))
        .withMessage("optimizer.plateau.patience must be at least 1, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReduceOnPlateau("loss", DOWN, 0.5, 1, -1, 0, 0))
        .withMessage("optimizer.plateau.min-delta must be at least 0, was -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReduceOnPlateau("loss", DOWN, 0.5, 1, 0, -1, 0))
        .withMessage("optimizer.plateau.cooldown must be at least 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReduceOnPlateau("loss", DOWN, 0.5, 1, 0, 0, 1))
        .withMessage("optimizer.plateau.min-fraction must be at least 0 and below 1, was 1.0");
  }

  /** The factor after each of some validations. */
  private static List<Double> factors(ReduceOnPlateau plateau, double... figures) {
    List<Double> seen = new ArrayList<>();
    List<Double> factors = new ArrayList<>();
    for (double figure : figures) {
      seen.add(figure);
      factors.add(plateau.after(seen));
    }
    return factors;
  }
}
