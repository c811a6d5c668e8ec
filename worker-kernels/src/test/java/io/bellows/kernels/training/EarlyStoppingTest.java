package io.bellows.kernels.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.TestConfig;
import io.bellows.kernels.metric.Metric;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyStoppingTest {
  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void new_minDeltaNotAtLeastZero_isRefused(double minDelta) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> earlyStopping(minDelta, 1, 0))
        .withMessage("early-stopping.min-delta must be at least 0, was " + minDelta);
  }

  @Test
  void new_negativePatience_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> earlyStopping(0, -1, 0))
        .withMessage("early-stopping.patience must be at least 0, was -1");
  }

  @Test
  void new_negativeStart_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> earlyStopping(0, 1, -1))
        .withMessage("early-stopping.start-from-epoch must be at least 0, was -1");
  }

  @Test
  void new_negativeMinEpochs_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestConfig.towards(1, 1, -1))
        .withMessage("early-stopping.min-epochs must be at least 0, was -1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void new_targetNotFinite_isRefused(double target) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestConfig.towards(target, 1, 0))
        .withMessage("early-stopping.target must be a finite number, was " + target);
  }

  @ParameterizedTest
  @CsvSource({
    "MINIMIZE, 0.5, TARGET_REACHED",
    "MINIMIZE, 0.25, TARGET_REACHED",
    "MINIMIZE, 0.75, CONTINUE",
    "MAXIMIZE, 0.5, TARGET_REACHED",
    "MAXIMIZE, 0.75, TARGET_REACHED",
    "MAXIMIZE, 0.25, CONTINUE",
    "MINIMIZE, NaN, CONTINUE",
    "MAXIMIZE, NaN, CONTINUE"
  })
  void after_targetOfOneHalf_isReachedAtIt(
      Metric.Direction direction, double figure, EarlyStopping.Verdict verdict) {
    EarlyStopping earlyStopping =
        new EarlyStopping(
            "loss", direction, 0, 9, OptionalDouble.empty(), OptionalDouble.of(0.5), 0, 0, true);
    assertThat(earlyStopping.after(EarlyStopping.Memory.NONE, 0, figure).verdict())
        .isEqualTo(verdict);
  }

  /** From 1.25 to 1 is less than min-delta, which is 0.5. */
  @Test
  void after_theFirstFigureThatReachesTheTarget_isTheBestHoweverSmallTheStep() {
    EarlyStopping.Memory memory = new EarlyStopping.Memory(OptionalDouble.of(1.25), 0, 0);
    EarlyStopping.Decision first = TestConfig.towards(1, 9, 9).after(memory, 1, 1);
    assertThat(first.isBest()).isTrue();
    assertThat(first.memory()).isEqualTo(new EarlyStopping.Memory(OptionalDouble.of(1), 1, 0));
    EarlyStopping.Decision second = TestConfig.towards(1, 9, 9).after(first.memory(), 2, 0.75);
    assertThat(second.isBest()).isFalse();
  }

  @Test
  void after_beforeMinEpochs_waitsOnWithoutEnding() {
    EarlyStopping earlyStopping = TestConfig.towards(1, 2, 5);
    EarlyStopping.Memory memory = new EarlyStopping.Memory(OptionalDouble.of(2), 0, 2);
    EarlyStopping.Decision fourth = earlyStopping.after(memory, 3, 2);
    assertThat(fourth.verdict()).isEqualTo(EarlyStopping.Verdict.CONTINUE);
    assertThat(fourth.memory().waited()).isEqualTo(3);
    assertThat(earlyStopping.after(fourth.memory(), 4, 2).verdict())
        .isEqualTo(EarlyStopping.Verdict.STOP);
    assertThat(earlyStopping.after(fourth.memory(), 4, 1).verdict())
        .isEqualTo(EarlyStopping.Verdict.TARGET_REACHED);
    assertThat(earlyStopping.after(fourth.memory(), 4, 1.25).verdict())
        .isEqualTo(EarlyStopping.Verdict.CONTINUE);
  }

  /** A decision is a function of its arguments: nothing else is remembered. */
  @Test
  void after_sameArguments_isTheSameDecision() {
    EarlyStopping earlyStopping = TestConfig.onValidationLoss(2, true);
    EarlyStopping.Memory memory = new EarlyStopping.Memory(OptionalDouble.of(0.5), 3, 1);
    EarlyStopping.Decision first = earlyStopping.after(memory, 5, 0.75);
    earlyStopping.after(memory, 6, 0.1);
    assertThat(earlyStopping.after(memory, 5, 0.75)).isEqualTo(first);
    assertThat(first.verdict()).isEqualTo(EarlyStopping.Verdict.STOP);
    assertThat(first.memory()).isEqualTo(new EarlyStopping.Memory(OptionalDouble.of(0.5), 3, 2));
  }

  @Test
  void patienceLeft_whileWaiting_countsDownToZero() {
    EarlyStopping earlyStopping = TestConfig.onValidationLoss(2, true);
    assertThat(earlyStopping.patienceLeft(EarlyStopping.Memory.NONE)).isEqualTo(2);
    for (int waited = 0; waited < 4; waited++) {
      EarlyStopping.Memory memory = new EarlyStopping.Memory(OptionalDouble.of(1), 0, waited);
      assertThat(earlyStopping.patienceLeft(memory)).isEqualTo(Math.max(0, 2 - waited));
    }
  }

  private static EarlyStopping earlyStopping(double minDelta, int patience, int start) {
    return new EarlyStopping(
        "validation-loss",
        Metric.Direction.MINIMIZE,
        minDelta,
        patience,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        start,
        0,
        true);
  }
}
