package io.bellows.kernels.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.TestConfig;
import io.bellows.kernels.averaging.ExponentialAverage;
import io.bellows.kernels.constraint.Clipping;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.LastBatch;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.TestNetworks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundUpdateTest {
  private final Network network = TestNetworks.linear(1, 1);
  private final TrainingConfig config = new TestConfig().rate(0.5).build();
  private final TrainingState state = TrainingState.initial(network, config);
  private final BatchPlan plan = new BatchPlan(60, 10, 1, LastBatch.KEEP);
  private final RoundUpdate update = new RoundUpdate(config, plan);

  @Test
  void apply_sum_isDividedOnceByItsWeights() {
    setWeights(1, 2);
    update.apply(TestNetworks.sum(6, 4, 8, -16), state, 1);
    assertThat(state.weights().values()).containsExactly(0, 4);
    assertThat(state.round()).isEqualTo(1);
    assertThat(state.optimizer().updates()).isEqualTo(1);
    assertThat(state.runningLoss()).isEqualTo(1.5);
  }

  /** Σ of sums by Σ of weights, not a mean of the rounds' means. */
  @Test
  void runningLoss_roundsOfUnequalWeight_isTheMeanOverRows() {
    update.apply(TestNetworks.sum(6, 3, 0, 0), state, 1);
    update.apply(TestNetworks.sum(1, 1, 0, 0), state, 1);
    assertThat(state.runningLoss()).isEqualTo(7.0 / 4);
  }

  @Test
  void apply_noWeight_makesNoUpdate() {
    setWeights(1, 2);
    update.apply(TestNetworks.sum(0, 0, 5, 5), state, 1);
    assertThat(state.weights().values()).containsExactly(1, 2);
    assertThat(state.optimizer().updates()).isZero();
    assertThat(state.round()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void apply_lossNotFinite_makesNoUpdate(double loss) {
    setWeights(1, 2);
    update.apply(TestNetworks.sum(loss, 1, 5, 5), state, 1);
    assertThat(state.lossIsFinite()).isFalse();
    assertThat(state.weights().values()).containsExactly(1, 2);
  }

  @Test
  void apply_schedule_isAskedForEachUpdateFromZeroOfTheBudget() {
    List<Long> asked = new ArrayList<>();
    TrainingConfig scheduled =
        new TestConfig()
            .maxEpochs(2)
            .schedule(
                (number, budget) -> {
                  assertThat(budget).isEqualTo(12);
                  asked.add(number);
                  return number == 1 ? 2 : 1;
                })
            .build();
    RoundUpdate scheduledUpdate = new RoundUpdate(scheduled, plan);
    setWeights(0, 0);
    for (int round = 0; round < 3; round++) {
      scheduledUpdate.apply(TestNetworks.sum(0, 1, -1, 0), state, 1);
    }
    assertThat(asked).containsExactly(0L, 1L, 2L);
    assertThat(state.weights().values()).containsExactly(4, 0);
  }

  @Test
  void apply_rateFactor_multipliesTheRate() {
    setWeights(0, 0);
    new RoundUpdate(new TestConfig().rate(1).build(), plan)
        .apply(TestNetworks.sum(6, 4, 8, -16), state, 0.5);
    assertThat(state.weights().values()).containsExactly(-1, 2);
  }

  /** Means of 3 and −4 have a norm of 5. */
  @Test
  void apply_clippedByNorm_bringsTheMeanGradientToIt() {
    setWeights(0, 0);
    TrainingConfig clipped =
        new TestConfig().rate(1).clipping(new Clipping(Clipping.By.NORM, 2.5)).build();
    new RoundUpdate(clipped, plan).apply(TestNetworks.sum(6, 4, 12, -16), state, 1);
    assertThat(state.weights().values()).containsExactly(-1.5f, 2);
  }

  /** The weight, 8, is pulled to 0; the bias, 8, is not. */
  @Test
  void apply_penalties_leaveBiasesAlone() {
    setWeights(8, 8);
    new RoundUpdate(new TestConfig().rate(0.5).penalties(1, 0.25, 0.5).build(), plan)
        .apply(TestNetworks.sum(6, 1, 0, 0), state, 1);
    assertThat(state.weights().values()).containsExactly(8 - 2 - 0.5f - 1, 8);
  }

  /** The bias, 20, stays; the weight would be −7. */
  @Test
  void apply_maxNorm_holdsWeightsButNotBiases() {
    setWeights(1, 20);
    new RoundUpdate(new TestConfig().rate(0.5).maxNorm(2).build(), plan)
        .apply(TestNetworks.sum(6, 1, 16, 0), state, 1);
    assertThat(state.weights().values()).containsExactly(-2, 20);
  }

  /** The weight goes 1, −2 (held to it), −2; the bias 20, 18, 16. */
  @Test
  void apply_exponentialAverage_isOfTheWeightsAfterEachUpdate() {
    setWeights(1, 20);
    RoundUpdate averaged =
        new RoundUpdate(
            new TestConfig().rate(0.5).maxNorm(2).averaging(new ExponentialAverage(0.75)).build(),
            plan);
    assertThat(state.evaluated()).isSameAs(state.weights());
    averaged.apply(TestNetworks.sum(0, 0, 16, 4), state, 1);
    assertThat(state.average()).isNull();
    averaged.apply(TestNetworks.sum(6, 1, 2, 4), state, 1);
    assertThat(state.evaluated().values()).containsExactly(0, 18);
    averaged.apply(TestNetworks.sum(6, 1, 16, 4), state, 1);
    assertThat(state.weights().values()).containsExactly(-2, 16);
    assertThat(state.evaluated().values()).containsExactly(-0.5f, 17.5f);
  }

  private void setWeights(float... values) {
    System.arraycopy(values, 0, state.weights().values(), 0, values.length);
  }
}
