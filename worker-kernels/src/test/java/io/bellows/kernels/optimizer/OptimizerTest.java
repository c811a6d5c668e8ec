package io.bellows.kernels.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.TestMatrices;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
  void new_initialMomentumOutsideRange_isRefused(double momentum) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sgd(0.9, momentum, 1))
        .withMessage("optimizer.initial-momentum must be in [0, 1), was " + momentum);
  }

  @Test
  void new_momentumThatWouldFall_isRefused() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new Sgd(0.5, 0.9, 10))
        .withMessage(
            "Cannot raise momentum from 0.9 to 0.5: expected optimizer.initial-momentum to be at most optimizer.momentum; lower it, or set optimizer.momentum-warm-up = 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sgd(0.5, 0.5, -1))
        .withMessage("optimizer.momentum-warm-up must be at least 0, was -1");
  }

  /** From 0.5 to 0.75 by 1/16 over four updates. */
  @Test
  void momentumAt_warmUp_risesLinearlyAndStays() {
    Sgd sgd = new Sgd(0.75, 0.5, 4);
    assertThat(LongStream.rangeClosed(1, 6).mapToDouble(sgd::momentumAt))
        .containsExactly(0.5, 0.5625, 0.625, 0.6875, 0.75, 0.75);
    assertThat(sgd.momentumAt(1L << 40)).isEqualTo(0.75);
    assertThat(new Sgd(0.9).momentumAt(1)).isEqualTo(0.9);
  }

  /** The update's number alone decides: v = 8, then 0.625 · 8 + 0 in update 3. */
  @Test
  void update_momentumWarmUp_isThatOfTheUpdatesNumber() {
    Sgd sgd = new Sgd(0.75, 0.5, 4);
    OptimizerState state = new OptimizerState(sgd, 1);
    state.slots()[0][0] = 8;
    float[] weights = {0};
    sgd.step(3, 1, 1).apply(weights, state.slots(), new float[1], 0, 1);
    assertThat(state.slots()[0]).containsExactly(5);
    assertThat(weights).containsExactly(-5);
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
    new Sgd(0).step(1, 0.25, 1).apply(weights, state.slots(), gradient, 0, 3);
    assertThat(weights).containsExactly(0, 2, 5);
    assertThat(gradient).containsExactly(4, 0, -8);
  }

  /** v: 4, then 0.5 · 4 + 8 = 10. */
  @Test
  void update_momentum_addsUpGradients() {
    float[] weights = {1};
    Sgd sgd = new Sgd(0.5);
    OptimizerState state = new OptimizerState(sgd, 1);
    sgd.step(1, 0.25, 1).apply(weights, state.slots(), new float[] {4}, 0, 1);
    assertThat(weights).containsExactly(0);
    sgd.step(2, 0.125, 1).apply(weights, state.slots(), new float[] {8}, 0, 1);
    assertThat(weights).containsExactly(-1.25f);
    assertThat(state.slots()[0]).containsExactly(10);
  }

  /** With the bias corrected, the first step is the rate, whatever the gradient's size. */
  @Test
  void update_adamFirstStep_isTheRateTowardsTheSign() {
    float[] weights = {0, 0, 0, 0};
    Adam adam = new Adam(0.9, 0.999, 1e-12);
    OptimizerState state = new OptimizerState(adam, 4);
    float[] gradient = {1e-3f, -1, 1e3f, 0};
    adam.step(1, 0.01, 1).apply(weights, state.slots(), gradient, 0, 4);
    assertThat(weights).containsExactly(new float[] {-0.01f, 0.01f, -0.01f, 0}, within(1e-7f));
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        new Sgd(0),
        new Sgd(0.9),
        new Sgd(0.9, 0.5, 2),
        new Nesterov(0.8),
        new Adam(0.8, 0.99, 1e-7),
        new Nadam(0.8, 0.99, 1e-7),
        new RmsProp(0.8, 1e-7),
        new Adagrad(1e-7),
        new Adadelta(0.8, 1e-7));
  }

  /** Sums over rows come with 1 / Σ w; a power of two, so that the mean is exact. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void update_sumsAndTheirScale_areAsTheMean(Optimizer optimizer) {
    float[] sums = TestMatrices.gaussian(1, 50, 1).data;
    float[] means = new float[50];
    for (int i = 0; i < 50; i++) {
      means[i] = sums[i] / 8;
    }
    float[] fromSums = updated(optimizer, sums, 0.125f, 50);
    assertThat(fromSums).containsExactly(updated(optimizer, means, 1, 50));
    assertThat(fromSums).isNotEqualTo(updated(optimizer, sums, 1, 50));
  }

  /** Whoever holds some of the parameters may update them alone. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void update_inPieces_hasTheBitsOfTheWhole(Optimizer optimizer) {
    float[] sums = TestMatrices.gaussian(1, 50, 1).data;
    float[] whole = updated(optimizer, sums, 0.3f, 50);
    for (int piece : new int[] {1, 3, 16, 49}) {
      assertThat(updated(optimizer, sums, 0.3f, piece)).containsExactly(whole);
    }
  }

  /** Weights after three updates, each made in pieces. */
  private static float[] updated(Optimizer optimizer, float[] sums, float scale, int piece) {
    float[] weights = TestMatrices.gaussian(1, sums.length, 2).data;
    OptimizerState state = new OptimizerState(optimizer, sums.length);
    for (int number = 1; number <= 3; number++) {
      Optimizer.Step step = optimizer.step(number, 0.01, scale);
      for (int at = 0; at < sums.length; at += piece) {
        step.apply(weights, state.slots(), sums, at, Math.min(at + piece, sums.length));
      }
    }
    return weights;
  }

  @Test
  void countUpdate_newState_countsFromZero() {
    OptimizerState state = new OptimizerState(new Sgd(0), 3);
    assertThat(state.updates()).isZero();
    state.countUpdate();
    assertThat(state.updates()).isEqualTo(1);
  }

  @Test
  void slots_eachOptimizer_isWhatItRemembers() {
    assertThat(new Sgd(0).slots()).isZero();
    assertThat(new Sgd(0.9).slots()).isEqualTo(1);
    assertThat(new Nesterov(0.9).slots()).isEqualTo(1);
    assertThat(new Adam(0.9, 0.999, 1e-7).slots()).isEqualTo(2);
    assertThat(new Nadam(0.9, 0.999, 1e-7).slots()).isEqualTo(2);
    assertThat(new RmsProp(0.9, 1e-7).slots()).isEqualTo(1);
    assertThat(new Adagrad(1e-7).slots()).isEqualTo(1);
    assertThat(new Adadelta(0.9, 1e-7).slots()).isEqualTo(2);
  }

  /**
   * After 2,000 rounds without a gradient 0.9²⁰⁰⁰ would be subnormal, and stay so: 0.9 of it rounds
   * up again.
   */
  @Test
  void step_noGradientForLong_leavesNoSubnormalNumbers() {
    for (Optimizer optimizer :
        List.of(
            new Sgd(0.9),
            new Nesterov(0.9),
            new Adam(0.9, 0.9, 1e-8),
            new Nadam(0.9, 0.9, 1e-8),
            new RmsProp(0.9, 1e-8),
            new Adadelta(0.9, 1e-8))) {
      OptimizerState state = new OptimizerState(optimizer, 2);
      float[] weights = {1, 1};
      optimizer.step(1, 0.1, 1).apply(weights, state.slots(), new float[] {1, -1}, 0, 2);
      for (int round = 2; round < 2_000; round++) {
        optimizer.step(round, 0.1, 1).apply(weights, state.slots(), new float[2], 0, 2);
      }
      for (float[] slot : state.slots()) {
        for (float remembered : slot) {
          assertThat(Math.abs(remembered)).isLessThan(1e-28f);
          assertThat(remembered == 0 || Math.abs(remembered) >= Float.MIN_NORMAL).isTrue();
        }
      }
    }
  }

  @Test
  void new_settingsOutsideRange_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Nesterov(0))
        .withMessage("optimizer.momentum must be in (0, 1), was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Nadam(0.9, 1, 1e-8))
        .withMessage("optimizer.beta2 must be in [0, 1), was 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RmsProp(1, 1e-8))
        .withMessage("optimizer.rho must be in [0, 1), was 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Adadelta(-0.1, 1e-8))
        .withMessage("optimizer.rho must be in [0, 1), was -0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Adagrad(1e-60))
        .withMessage("optimizer.epsilon must be above 0, was 1.0E-60");
  }

  /** From where the product of all μ is lost in 1 − Π, it is left out: no step may show it. */
  @Test
  void step_nadamLate_isThatOfAdamWithALookAhead() {
    double beta1 = 0.9;
    Nadam nadam = new Nadam(beta1, 0.999, 1e-8);
    float[] weights = {0};
    float[][] slots = {{0.5f}, {4}};
    nadam.step(100_000, 0.01, 1).apply(weights, slots, new float[] {1}, 0, 1);
    double first = beta1 * 0.5 + 0.1;
    double second = 0.999 * 4 + 0.001;
    double expected = -0.01 * (beta1 * first + (1 - beta1)) / Math.sqrt(second);
    assertThat((double) weights[0]).isCloseTo(expected, within(1e-8));
  }

  /** Tiny gradients and a tiny ε: the floor must not take away what they are divided by. */
  @Test
  void step_tinyGradientAndEpsilon_isStillTheRate() {
    Adam adam = new Adam(0.9, 0.999, 1e-20);
    OptimizerState state = new OptimizerState(adam, 1);
    float[] weights = {0};
    adam.step(1, 0.01, 1).apply(weights, state.slots(), new float[] {1e-13f}, 0, 1);
    assertThat(weights[0]).isCloseTo(-0.01f, within(1e-4f));
  }
}
