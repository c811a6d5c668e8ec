package io.bellows.kernels.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.constraint.Clipping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegularizedStepTest {
  private static final float[][] NO_SLOTS = {};

  /** Means 4, −4 and 0.5, held to ±1, at a rate of 0.5. */
  @Test
  void apply_clippedByValue_holdsEachNumber() {
    assertThat(stepped(new Clipping(Clipping.By.VALUE, 1), Penalties.NONE, 8, -8, 1))
        .containsExactly(-0.5f, 2.5f, -0.25f);
  }

  /** Weights 0, 2 and 0; l1 knows no direction at 0. */
  @Test
  void apply_l1_pullsTowardsZeroByTheSign() {
    assertThat(stepped(Clipping.NONE, new Penalties(0.25, 0, 0), 0, 0, 1))
        .containsExactly(0, 1.875f, -0.25f);
  }

  @Test
  void apply_l2_pullsTowardsZeroByTheWeight() {
    assertThat(stepped(Clipping.NONE, new Penalties(0, 0.25, 0), 0, 0, 1))
        .containsExactly(0, 1.75f, -0.25f);
  }

  /** 0.5 · 0.25 of the weight goes; then the step. */
  @Test
  void apply_decay_takesItsPartOfTheWeightAway() {
    assertThat(stepped(Clipping.NONE, new Penalties(0, 0, 0.25), 0, 2, 1))
        .containsExactly(0, 1.25f, -0.25f);
  }

  /** Clipping comes first: penalties are not clipped. */
  @Test
  void apply_clippedAndPenalised_addsThePenaltyToTheClippedGradient() {
    assertThat(stepped(new Clipping(Clipping.By.VALUE, 1), new Penalties(0, 2, 0), 0, 8, 0))
        .containsExactly(0, -0.5f, 0);
  }

  @Test
  void apply_notFinite_staysSo() {
    assertThat(stepped(new Clipping(Clipping.By.VALUE, 1), Penalties.NONE, Float.NaN, 0, 0)[0])
        .isNaN();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void new_penaltyBelowZeroOrNotFinite_isRefused(double penalty) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Penalties(penalty, 0, 0))
        .withMessage("training.penalties.l1 must be at least 0, was " + penalty);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Penalties(0, penalty, 0))
        .withMessage("training.penalties.l2 must be at least 0, was " + penalty);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Penalties(0, 0, penalty))
        .withMessage("training.penalties.decay must be at least 0, was " + penalty);
  }

  /** One step of plain descent at a rate of 0.5 from 0, 2 and 0; sums over a weight of 2. */
  private static float[] stepped(Clipping clipping, Penalties penalties, float... sums) {
    float[] weights = {0, 2, 0};
    RegularizedStep step = new RegularizedStep(clipping, penalties);
    step.begin(new Sgd(0).step(1, 0.5, 1), false, 0.5f, 0.5);
    step.apply(weights, NO_SLOTS, sums, 0, 3);
    return weights;
  }
}
