package io.bellows.kernels.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rates at the places where they are known; {@code OptimizerGoldenTest} has PyTorch's. */
class SchedulesTest {
  @Test
  void step_everyThree_isTheFactorAtEachFall() {
    assertThat(rates(new StepDecay(8, 0.5, 3), 8)).containsExactly(8, 8, 8, 4, 4, 4, 2, 2);
  }

  @Test
  void polynomial_powerOfOne_isALine() {
    assertThat(rates(new PolynomialDecay(8, 0.5, 1), 4)).containsExactly(8, 7, 6, 5);
    assertThat(new PolynomialDecay(8, 0.5, 1).rateAt(4, 4)).isEqualTo(4);
    assertThat(new PolynomialDecay(8, 0, 2).rateAt(2, 4)).isEqualTo(2);
  }

  @Test
  void cosine_oneCycle_isHalfwayInTheMiddle() {
    CosineDecay cosine = new CosineDecay(8, 0.5, 1, 1);
    assertThat(cosine.rateAt(0, 100)).isEqualTo(8);
    assertThat(cosine.rateAt(50, 100)).isCloseTo(6, within(1e-12));
    assertThat(cosine.rateAt(100, 100)).isCloseTo(4, within(1e-12));
  }

  /** Of 700 updates the cycles have 100, 200 and 400. */
  @Test
  void cosine_threeGrowingCycles_startAgainWhereEachBegins() {
    CosineDecay cosine = new CosineDecay(8, 0, 3, 2);
    assertThat(LongStream.of(0, 100, 300).mapToDouble(update -> cosine.rateAt(update, 700)))
        .containsExactly(8.0, 8.0, 8.0);
    assertThat(cosine.rateAt(50, 700)).isCloseTo(4, within(1e-12));
    assertThat(cosine.rateAt(200, 700)).isCloseTo(4, within(1e-12));
    assertThat(cosine.rateAt(500, 700)).isCloseTo(4, within(1e-12));
    assertThat(cosine.rateAt(299, 700)).isLessThan(0.001);
  }

  /** The peak is at update 0.25 · 41 − 1. */
  @Test
  void oneCycle_rateAndEnds_areWhereTheyAreAsked() {
    OneCycle cycle = new OneCycle(8, 0.25, 0.125, 0.25);
    assertThat(cycle.rateAt(0, 44)).isEqualTo(2);
    assertThat(cycle.rateAt(10, 44)).isEqualTo(8);
    assertThat(cycle.rateAt(43, 44)).isCloseTo(1, within(1e-12));
  }

  /** So few updates that there is no way up, or none down. */
  @Test
  void oneCycle_tinyBudget_isWithinItsBounds() {
    for (double peakAt : new double[] {0.01, 0.5, 0.99}) {
      OneCycle cycle = new OneCycle(8, 0.25, 0.125, peakAt);
      for (long budget = 1; budget < 6; budget++) {
        for (double rate : rates(cycle, budget)) {
          assertThat(rate).isBetween(1.0, 8.0);
        }
      }
    }
  }

  @Test
  void warmUp_firstUpdates_riseToWhereTheScheduleBegins() {
    WarmUp warm = new WarmUp(new PolynomialDecay(8, 0, 1), 4);
    assertThat(rates(warm, 8)).containsExactly(2, 4, 6, 8, 8, 6, 4, 2);
  }

  /** A warm-up that is longer than the whole run. */
  @Test
  void warmUp_longerThanTheBudget_onlyRises() {
    WarmUp warm = new WarmUp(new CosineDecay(8, 0, 1, 1), 100);
    assertThat(rates(warm, 3)).containsExactly(0.08, 0.16, 0.24);
  }

  @Test
  void isSpreadOverBudget_constantAndStep_isFalse() {
    assertThat(new ConstantRate(1).isSpreadOverBudget()).isFalse();
    assertThat(new StepDecay(1, 0.5, 3).isSpreadOverBudget()).isFalse();
    assertThat(new WarmUp(new ConstantRate(1), 3).isSpreadOverBudget()).isFalse();
    assertThat(new WarmUp(new OneCycle(1, 0, 0, 0.5), 3).isSpreadOverBudget()).isTrue();
    assertThat(new CosineDecay(1, 0, 1, 1).isSpreadOverBudget()).isTrue();
    assertThat(new PolynomialDecay(1, 0, 1).isSpreadOverBudget()).isTrue();
    assertThat(new ExponentialDecay(1, 0.1).isSpreadOverBudget()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          step | optimizer.schedule.factor must be above 0 and below 1, was 1.0 | 1 | 5 |
          step | optimizer.schedule.every must be at least 1, was 0 | 0.5 | 0 |
          polynomial | optimizer.schedule.final-fraction must be at least 0 and at most 1, was 2.0 | 2 | 1 |
          polynomial | optimizer.schedule.power must be above 0, was 0.0 | 0.5 | 0 |
          cosine | optimizer.schedule.cycles must be at least 1, was 0 | 0.5 | 0 | 1
          cosine | optimizer.schedule.cycle-growth must be at least 1, was 0.5 | 0.5 | 1 | 0.5
          one-cycle | optimizer.schedule.initial-fraction must be at least 0 and at most 1, was -1.0 | -1 | 0 | 0.5
          one-cycle | optimizer.schedule.peak-at must be above 0 and below 1, was 1.0 | 0 | 0 | 1
          """)
  void named_settingOutsideItsRange_isRefused(
      String name, String message, double first, double second, @Nullable Double third) {
    List<Double> numbers = third == null ? List.of(first, second) : List.of(first, second, third);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedules.REGISTRY.named(name).maker().of(1, numbers))
        .withMessage(message);
  }

  /** The names of settings are in the order of what is made of them. */
  @Test
  void named_eachSetting_isTheOneOfItsName() {
    assertThat(made("step", 0.5, 7)).isEqualTo(new StepDecay(3, 0.5, 7));
    assertThat(names("step")).containsExactly("factor", "every");
    assertThat(made("exponential", 0.5)).isEqualTo(new ExponentialDecay(3, 0.5));
    assertThat(names("exponential")).containsExactly("final-fraction");
    assertThat(made("polynomial", 0.5, 2)).isEqualTo(new PolynomialDecay(3, 0.5, 2));
    assertThat(names("polynomial")).containsExactly("final-fraction", "power");
    assertThat(made("cosine", 0.5, 2, 3)).isEqualTo(new CosineDecay(3, 0.5, 2, 3));
    assertThat(names("cosine")).containsExactly("final-fraction", "cycles", "cycle-growth");
    assertThat(made("one-cycle", 0.1, 0.2, 0.3)).isEqualTo(new OneCycle(3, 0.1, 0.2, 0.3));
    assertThat(names("one-cycle")).containsExactly("initial-fraction", "final-fraction", "peak-at");
    assertThat(made("constant")).isEqualTo(new ConstantRate(3));
    assertThat(Schedules.REGISTRY.names()).hasSize(6);
  }

  private static LearningRateSchedule made(String name, double... numbers) {
    List<Double> settings = Arrays.stream(numbers).boxed().toList();
    return Schedules.REGISTRY.named(name).maker().of(3, settings);
  }

  private static List<String> names(String schedule) {
    return Schedules.REGISTRY.named(schedule).settings().stream().map(Setting::name).toList();
  }

  private static double[] rates(LearningRateSchedule schedule, long budget) {
    return LongStream.range(0, budget)
        .mapToDouble(update -> schedule.rateAt(update, budget))
        .toArray();
  }
}
