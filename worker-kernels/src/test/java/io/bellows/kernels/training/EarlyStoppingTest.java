package io.bellows.kernels.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.TestConfig;
import io.bellows.kernels.metric.Metric;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        start,
        true);
  }
}
