package io.bellows.kernels.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FixedBudgetTest {
  @Test
  void rateAt_anyBudget_isThatOfItsOwn() {
    LearningRateSchedule schedule = new WarmUp(new CosineDecay(0.5, 0, 2, 1), 3);
    FixedBudget fixed = new FixedBudget(schedule, 40);
    for (long update = 0; update < 40; update++) {
      assertThat(fixed.rateAt(update, 7)).isEqualTo(schedule.rateAt(update, 40));
    }
    assertThat(fixed.isSpreadOverBudget()).isFalse();
  }
}
