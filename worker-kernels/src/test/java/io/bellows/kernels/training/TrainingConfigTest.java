package io.bellows.kernels.training;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.TestConfig;
import org.junit.jupiter.api.Test;

class TrainingConfigTest {
  @Test
  void new_noShares_isRefused() {
    assertRefused(new TestConfig().shares(0), "training.shares must be at least 1, was 0");
  }

  @Test
  void new_noEpochs_isRefused() {
    assertRefused(new TestConfig().maxEpochs(0), "training.max-epochs must be at least 1, was 0");
  }

  @Test
  void new_noRounds_isRefused() {
    assertRefused(new TestConfig().maxRounds(0), "training.max-rounds must be at least 1, was 0");
  }

  @Test
  void new_evaluateNever_isRefused() {
    assertRefused(
        new TestConfig().evaluateEvery(0), "training.evaluate-every must be at least 1, was 0");
  }

  private static void assertRefused(TestConfig config, String sentence) {
    assertThatIllegalArgumentException().isThrownBy(config::build).withMessage(sentence);
  }
}
