package io.bellows.kernels.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.TestConfig;
import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMasks;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.data.Share;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.metric.ClassificationSum;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.metric.MetricSum;
import io.bellows.kernels.metric.RegressionSum;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.TestNetworks;
import io.bellows.kernels.network.Weights;
import io.bellows.kernels.optimizer.Adam;
import io.bellows.kernels.optimizer.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalTrainerTest {
  private static final Adam ADAM = new Adam(0.9, 0.999, 1e-7);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void train_exclusiveOrWithHiddenLayer_isLearnedCompletely(long seed) {
    TrainingResult result = exclusiveOr(List.of(16), seed);
    assertThat(last(result)).containsEntry("training-accuracy", 1.0);
    assertThat(last(result).get("training-loss")).isLessThan(0.05);
  }

  /** No line separates exclusive or: one of the four is always wrong. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void train_exclusiveOrWithoutHiddenLayer_neverExceedsThreeOfFour(long seed) {
    TrainingResult result = exclusiveOr(List.of(), seed);
    assertThat(result.history()).hasSize(300);
    assertThat(result.history())
        .allSatisfy(
            record ->
                assertThat(record.figures().get("training-accuracy")).isLessThanOrEqualTo(0.75));
  }

  private static TrainingResult exclusiveOr(List<Integer> hidden, long seed) {
    TestConfig config =
        new TestConfig()
            .seed(seed)
            .shares(2)
            .maxEpochs(300)
            .optimizer(ADAM)
            .rate(0.05)
            .evaluateTraining();
    return train(TestNetworks.softmax(2, hidden, 2), config, 2, TestRows.exclusiveOr(), List.of());
  }

  @Test
  void train_linearTargets_areFitted() {
    TestRows rows = TestRows.regression(200, 4, 2, 1);
    TestConfig config =
        new TestConfig().shares(3).batch(16).maxEpochs(30).rate(0.1).evaluateTraining();
    TrainingResult result = train(TestNetworks.linear(4, 2), config, 3, rows, List.of());
    // The noise of the targets has a deviation of 0.1.
    assertThat(last(result).get("training-rmse")).isCloseTo(0.1, within(0.02));
  }

  @ParameterizedTest
  @EnumSource
  void train_sameSeedTwice_hasTheSameBits(Scaling scaling) {
    TrainingResult first = classify(1, scaling);
    TrainingResult second = classify(1, scaling);
    assertThat(second.weights().values()).containsExactly(first.weights().values());
    assertThat(figures(second)).isEqualTo(figures(first));
  }

  @Test
  void train_anotherSeed_hasOtherWeights() {
    assertThat(classify(2, Scaling.INVERTED).weights().values())
        .isNotEqualTo(classify(1, Scaling.INVERTED).weights().values());
  }

  private static TrainingResult classify(long seed, Scaling scaling) {
    Network network =
        TestNetworks.softmax(6, List.of(10), 3, TestMasks.everywhere(0.25, 1, scaling));
    TestConfig config =
        new TestConfig()
            .seed(seed)
            .shares(3)
            .batch(10)
            .maxEpochs(5)
            .optimizer(ADAM)
            .rate(0.01)
            .patience(5);
    TestRows rows = TestRows.classes(130, 6, 3, 1).weighted(1);
    return train(network, config, 3, rows.range(0, 100), rows.range(100, 130).shares(2));
  }

  /** With one full batch an epoch, the first update is −rate · Σ w·gradient / Σ w, by hand. */
  @Test
  void train_fullBatch_makesOneUpdateOfTheMeanGradient() {
    Network network = TestNetworks.softmax(4, List.of(5), 3);
    TestRows rows = TestRows.classes(23, 4, 3, 1).weighted(2);
    TestConfig config = new TestConfig().shares(4).rate(0.5);
    Weights initial = TrainingState.initial(network, config.build()).weights();
    float[] mean =
        TestNetworks.mean(TestNetworks.gradient(network, initial, rows, new MaskKey(1, 0, 0)));
    TrainingResult result = train(network, config, 4, rows, List.of());
    assertThat(last(result)).containsOnlyKeys("loss");
    assertThat(result.history().get(0).updates()).isEqualTo(1);
    for (int i = 0; i < mean.length; i++) {
      assertThat(result.weights().values()[i])
          .isCloseTo(initial.values()[i] - 0.5f * mean[i], within(1e-6f));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 50})
  void train_anyNumberOfShares_makesTheSameNumberOfUpdates(int shares) {
    TestRows rows = TestRows.classes(10, 4, 3, 1);
    TestConfig config = new TestConfig().shares(shares).batch(3).maxEpochs(2).rate(0.01);
    TrainingResult result =
        train(TestNetworks.softmax(4, List.of(5), 3), config, shares, rows, List.of());
    assertThat(result.history()).extracting(EpochRecord::updates).containsExactly(4L, 8L);
    assertThat(last(result).get("loss")).isFinite();
  }

  /**
   * Shares are summands of one mean, so their number changes only the last bits of a full batch.
   */
  @Test
  void train_fullBatchInOneOrEightShares_agreesWithinRoundoff() {
    TestRows rows = TestRows.classes(50, 4, 3, 1);
    Network network = TestNetworks.softmax(4, List.of(5), 3);
    TestConfig config = new TestConfig().maxEpochs(10).rate(0.1);
    float[] one = train(network, config.shares(1), 1, rows, List.of()).weights().values();
    float[] eight = train(network, config.shares(8), 8, rows, List.of()).weights().values();
    assertThat(eight).containsExactly(one, within(1e-5f));
  }

  @Test
  void train_dropLastBatch_makesOnlyWholeRounds() {
    TestConfig config = new TestConfig().shares(2).batch(3).dropLastBatch().maxEpochs(2);
    TrainingResult result =
        train(
            TestNetworks.softmax(4, List.of(), 3),
            config,
            2,
            TestRows.classes(10, 4, 3, 1),
            List.of());
    assertThat(result.history()).extracting(EpochRecord::updates).containsExactly(3L, 6L);
  }

  @Test
  void new_dropLastBatchLargerThanAllRows_isRefused() {
    TestConfig config = new TestConfig().batch(11).dropLastBatch();
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                train(
                    TestNetworks.softmax(4, List.of(), 3),
                    config,
                    1,
                    TestRows.classes(10, 4, 3, 1),
                    List.of()))
        .withMessageStartingWith("Cannot train: last-batch = drop with batch-size 11");
  }

  /** Otherwise the rows that the plan gives to missing shares would sit out silently. */
  @Test
  void new_otherNumberOfSharesThanConfigured_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                train(
                    TestNetworks.softmax(4, List.of(), 3),
                    new TestConfig().shares(2),
                    1,
                    TestRows.classes(10, 4, 3, 1),
                    List.of()))
        .withMessage("expected 2 training shares, as training.shares says, got 1");
  }

  @Test
  void train_oneRow_isLearned() {
    TestConfig config = new TestConfig().shares(8).batch(32).maxEpochs(200).rate(0.5);
    TrainingResult result =
        train(
            TestNetworks.softmax(4, List.of(), 3),
            config,
            8,
            TestRows.classes(1, 4, 3, 1),
            List.of());
    assertThat(last(result).get("loss")).isLessThan(0.1);
  }

  /** The first share has classes 0 and 2 only, the second class 1 only. */
  @Test
  void train_shareWithoutSomeClass_learnsAllClasses() {
    TestRows rows = TestRows.classes(60, 4, 3, 1);
    List<Integer> order = new ArrayList<>();
    int[] others = where(rows, false);
    int[] ones = where(rows, true);
    for (int i = 0; i < Math.min(others.length, ones.length); i++) {
      order.add(others[i]);
      order.add(ones[i]);
    }
    TestRows sorted = rows.rows(order.stream().mapToInt(Integer::intValue).toArray());
    TestConfig config =
        new TestConfig()
            .shares(2)
            .batch(4)
            .maxEpochs(60)
            .optimizer(ADAM)
            .rate(0.02)
            .evaluateTraining();
    TrainingResult result =
        train(TestNetworks.softmax(4, List.of(16), 3), config, 2, sorted, List.of());
    assertThat(sorted.count()).isGreaterThan(20);
    assertThat(last(result).get("training-accuracy")).isGreaterThan(0.95);
  }

  private static int[] where(TestRows rows, boolean isClassOne) {
    return IntStream.range(0, rows.count())
        .filter(row -> (rows.targets()[row][0] == 1) == isClassOne)
        .toArray();
  }

  /** A rate that explodes after some epochs: what was best until then comes back. */
  @Test
  void train_explodingRate_divergesAndBringsTheBestBack() {
    TestRows rows = TestRows.regression(60, 3, 1, 1);
    List<Share> validation = rows.range(40, 60).shares(1);
    Network network = TestNetworks.linear(3, 1);
    TestConfig config =
        new TestConfig()
            .shares(2)
            .batch(10)
            .maxEpochs(20)
            .schedule((update, budget) -> update < 20 ? 0.05 : 1e30)
            .patience(20);
    TrainingResult result = train(network, config, 2, rows.range(0, 40), validation);
    assertThat(result.end()).isEqualTo(TrainingResult.End.DIVERGED);
    assertThat(result.bestRestored()).isTrue();
    assertThat(result.weights().areFinite()).isTrue();
    double best = result.history().get(result.bestEpoch()).figures().get("validation-loss");
    assertThat(best).isLessThan(1);
    EvaluationSum again =
        Objects.requireNonNull(
            new EvaluationWorker(
                    network,
                    result.weights(),
                    new RegressionSum(List.of(new RegressionSum.Target("y", 0, 1))),
                    TestKernels.plain())
                .sum(validation.get(0).blocks().values().iterator()));
    assertThat(again.figures().get(Metric.LOSS)).isEqualTo(best);
  }

  @Test
  void train_diverges_isNoticedInTheFirstEpoch() {
    TestConfig config = new TestConfig().batch(10).maxEpochs(20).rate(1e30);
    TrainingResult result =
        train(TestNetworks.linear(3, 1), config, 1, TestRows.regression(40, 3, 1, 1), List.of());
    assertThat(result.end()).isEqualTo(TrainingResult.End.DIVERGED);
    assertThat(result.history()).isEmpty();
  }

  @Test
  void train_listener_isToldOfEachEpoch() {
    List<Integer> epochs = new ArrayList<>();
    TestRows rows = TestRows.classes(10, 4, 3, 1);
    new LocalTrainer(
            TestNetworks.softmax(4, List.of(), 3),
            new TestConfig().maxEpochs(3).build(),
            rows.shares(1),
            List.of(),
            new ClassificationSum(3),
            Kernels.EJML)
        .train(state -> epochs.add(state.epoch()));
    assertThat(epochs).containsExactly(1, 2, 3);
  }

  /** The running loss has masks, the evaluation of the same weights has none. */
  @Test
  void train_dropoutAndRateNearZero_differOnlyByTheMasks() {
    TestRows rows = TestRows.classes(50, 6, 3, 1);
    Network network =
        TestNetworks.softmax(6, List.of(20), 3, TestMasks.everywhere(0.5, 1, Scaling.INVERTED));
    TestConfig config = new TestConfig().rate(1e-30).evaluateTraining();
    Map<String, Double> dropping = last(train(network, config, 1, rows, List.of()));
    Map<String, Double> plain =
        last(train(TestNetworks.softmax(6, List.of(20), 3), config, 1, rows, List.of()));
    assertThat(dropping.get("training-loss")).isEqualTo(plain.get("training-loss"));
    assertThat(plain.get("loss")).isCloseTo(plain.get("training-loss"), within(1e-6));
    assertThat(Math.abs(dropping.get("loss") - plain.get("loss"))).isGreaterThan(0.01);
  }

  @Test
  void train_momentumAndSeveralLayers_lowersTheLoss() {
    TestConfig config =
        new TestConfig().shares(3).batch(8).maxEpochs(20).optimizer(new Sgd(0.9)).rate(0.01);
    TrainingResult result =
        train(
            TestNetworks.softmax(5, List.of(12, 9, 7), 3),
            config,
            3,
            TestRows.classes(100, 5, 3, 1),
            List.of());
    double first = result.history().get(0).figures().get("loss");
    assertThat(last(result).get("loss")).isLessThan(first / 2);
  }

  private static TrainingResult train(
      Network network, TestConfig config, int shares, TestRows rows, List<Share> validation) {
    MetricSum metrics =
        network.targets() == 1 && network.outputs() > 1
            ? new ClassificationSum(network.outputs())
            : new RegressionSum(List.of(new RegressionSum.Target("y", 0, 1)));
    return new LocalTrainer(
            network, config.build(), rows.shares(shares), validation, metrics, Kernels.EJML)
        .train(state -> {});
  }

  private static Map<String, Double> last(TrainingResult result) {
    return result.history().get(result.history().size() - 1).figures();
  }

  private static List<Map<String, Double>> figures(TrainingResult result) {
    return result.history().stream().map(EpochRecord::figures).toList();
  }
}
