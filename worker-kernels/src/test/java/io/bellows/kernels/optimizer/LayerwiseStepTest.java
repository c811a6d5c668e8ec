package io.bellows.kernels.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.constraint.Clipping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerwiseStepTest {
  /** Forgets at once and hardly has an ε: the direction is the gradient's sign, and decay · w. */
  private static final Lamb SIGN = new Lamb(0, 0, 1e-30);

  /** Sums over a weight of 2. */
  @Test
  void direct_noPenalties_isTheGradientsDirectionAndDecay() {
    assertThat(directed(Clipping.NONE, new Penalties(0, 0, 0.25), 8, -8, 0))
        .containsExactly(new float[] {1, -1 + 0.25f * 2, 0.25f * -3}, within(1e-6f));
  }

  /** Gradients 0.5, −0.5 + 2·2 and 0.5 − 2·3: the direction is the sign of the sum. */
  @Test
  void direct_penalised_addsPenaltiesToTheClippedGradient() {
    assertThat(directed(new Clipping(Clipping.By.VALUE, 0.5), new Penalties(0, 2, 0), 8, -8, 8))
        .containsExactly(new float[] {1, 1, -1}, within(1e-6f));
  }

  private static float[] directed(Clipping clipping, Penalties penalties, float... sums) {
    LayerwiseStep step = new LayerwiseStep(SIGN, clipping, penalties);
    step.begin(1, 0.5f, 0.1);
    step.direct(new float[] {0, 2, -3}, new float[2][3], sums, 0, 3);
    return sums;
  }

  @ParameterizedTest
  @CsvSource({
    "6, 3, 0.2",
    "0, 3, 0.1",
    "6, 0, 0.1",
    "NaN, 3, 0.1",
    "6, NaN, 0.1",
    "Infinity, 3, 0.1",
    "6, Infinity, 0.1"
  })
  void length_anyNorms_isTheRateTimesTheirRatioWhereThereIsOne(
      double weightNorm, double directionNorm, float expected) {
    LayerwiseStep step = new LayerwiseStep(SIGN, Clipping.NONE, Penalties.NONE);
    step.begin(1, 1, 0.1);
    assertThat(step.length(weightNorm, directionNorm)).isEqualTo(expected);
  }

  @Test
  void move_someWeights_leavesTheOthers() {
    float[] weights = {1, 2, 3, 4};
    LayerwiseStep.move(weights, new float[] {1, 1, -2, 1}, 1, 3, 0.5f);
    assertThat(weights).containsExactly(1, 1.5f, 4, 4);
  }
}
