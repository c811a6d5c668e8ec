package io.bellows.kernels.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void new_momentumOutsideRange_isRefused(double momentum) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sgd(momentum))
        .withMessage("optimizer.momentum must be in [0, 1), was " + momentum);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void new_betaOutsideRange_isRefused(double beta) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Adam(beta, 0.999, 1e-7))
        .withMessage("optimizer.beta1 must be in [0, 1), was " + beta);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Adam(0.9, beta, 1e-7))
        .withMessage("optimizer.beta2 must be in [0, 1), was " + beta);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1e-7, Double.NaN})
  void new_epsilonNotAboveZero_isRefused(double epsilon) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Adam(0.9, 0.999, epsilon))
        .withMessage("optimizer.epsilon must be above 0, was " + epsilon);
  }

  @Test
  void update_plainSgd_subtractsRateTimesGradient() {
    float[] weights = {1, 2, 3};
    float[] gradient = {4, 0, -8};
    OptimizerState state = new OptimizerState(new Sgd(0), 3);
    new Sgd(0).update(weights, gradient, state, 0.25);
    assertThat(weights).containsExactly(0, 2, 5);
    assertThat(gradient).containsExactly(4, 0, -8);
    assertThat(state.updates()).isEqualTo(1);
  }

  /** v: 4, then 0.5 · 4 + 8 = 10. */
  @Test
  void update_momentum_addsUpGradients() {
    float[] weights = {1};
    Sgd sgd = new Sgd(0.5);
    OptimizerState state = new OptimizerState(sgd, 1);
    sgd.update(weights, new float[] {4}, state, 0.25);
    assertThat(weights).containsExactly(0);
    sgd.update(weights, new float[] {8}, state, 0.125);
    assertThat(weights).containsExactly(-1.25f);
    assertThat(state.slot(0)).containsExactly(10);
  }

  /** With the bias corrected, the first step is the rate, whatever the gradient's size. */
  @Test
  void update_adamFirstStep_isTheRateTowardsTheSign() {
    float[] weights = {0, 0, 0, 0};
    Adam adam = new Adam(0.9, 0.999, 1e-12);
    OptimizerState state = new OptimizerState(adam, 4);
    adam.update(weights, new float[] {1e-3f, -1, 1e3f, 0}, state, 0.01);
    assertThat(weights).containsExactly(new float[] {-0.01f, 0.01f, -0.01f, 0}, within(1e-7f));
  }

  @Test
  void slots_eachOptimizer_isWhatItRemembers() {
    assertThat(new Sgd(0).slots()).isZero();
    assertThat(new Sgd(0.9).slots()).isEqualTo(1);
    assertThat(new Adam(0.9, 0.999, 1e-7).slots()).isEqualTo(2);
  }
}
