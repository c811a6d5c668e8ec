package io.bellows.kernels.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.SerializedCopy;
import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMasks;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.data.DenseBlocks;
import io.bellows.kernels.data.Share;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.metric.ClassificationSum;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.metric.RegressionSum;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.ReferenceNetwork;
import io.bellows.kernels.network.TestNetworks;
import io.bellows.kernels.network.Weights;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private final Network plain = TestNetworks.softmax(5, List.of(8), 3);
  private final Weights weights = TestNetworks.weights(plain, 1);
  private final TestRows rows = TestRows.classes(2100, 5, 3, 1).weighted(2);

  @Test
  void sum_severalBlocks_isTheMeanLossOfTheReference() {
    ReferenceNetwork reference =
        ReferenceNetwork.withMasks(plain, weights.values(), rows, new MaskKey(1, 0, 0));
    EvaluationSum sum = evaluate(plain, rows.shares(1).get(0));
    assertThat(sum.figures().get(Metric.LOSS))
        .isCloseTo(reference.loss() / reference.weightSum(), within(1e-6));
  }

  /** Log-loss goes by the rounded probabilities, so it agrees with the loss to a few ε. */
  @Test
  void sum_classification_hasTheLossAsLogLoss() {
    EvaluationSum sum = evaluate(plain, rows.shares(1).get(0));
    assertThat(sum.figures().get(ClassificationSum.LOG_LOSS))
        .isCloseTo(sum.figures().get(Metric.LOSS), within(1e-6));
    assertThat(sum.figures().keySet()).first().isEqualTo(Metric.LOSS);
  }

  /** Classic dropout multiplies inputs at prediction. */
  @Test
  void sum_mostlyZeroRows_isThatOfDenseOnes() {
    Network network =
        TestNetworks.softmax(150, List.of(8), 3, TestMasks.everywhere(0.5, 1, Scaling.CLASSIC));
    Share sparse = TestRows.mostlyZero(1100, 150, 3, 0.02, 1).weighted(2).shares(1).get(0);
    Share dense = DenseBlocks.of(List.of(sparse), 150).get(0);
    assertThat(sparse.isMostlyZero()).isTrue();
    Weights wide = TestNetworks.weights(network, 1);
    EvaluationSum expected = evaluate(network, wide, dense);
    assertThat(evaluate(network, wide, sparse).figures()).isEqualTo(expected.figures());
    // Blocks of both forms, one after the other.
    Share mixed = Share.of(0, List.of(sparse.blocks().get(0), dense.blocks().get(1)));
    assertThat(evaluate(network, wide, mixed).figures()).isEqualTo(expected.figures());
  }

  @Test
  void sum_networkWithDropout_hasNoMasks() {
    Network dropping =
        TestNetworks.softmax(5, List.of(8), 3, TestMasks.everywhere(0.5, 1, Scaling.INVERTED));
    assertThat(evaluate(dropping, rows.shares(1).get(0)).figures())
        .isEqualTo(evaluate(plain, rows.shares(1).get(0)).figures());
  }

  @Test
  void sum_classicDropout_isTheSameTwice() {
    Network dropping =
        TestNetworks.softmax(5, List.of(8), 3, TestMasks.everywhere(0.5, 1, Scaling.CLASSIC));
    Share share = rows.shares(1).get(0);
    assertThat(evaluate(dropping, share).figures()).isEqualTo(evaluate(dropping, share).figures());
  }

  @Test
  void sum_noBlocks_isNull() {
    EvaluationWorker worker =
        new EvaluationWorker(plain, weights, new ClassificationSum(3), TestKernels.plain());
    assertThat(worker.sum(Collections.emptyIterator())).isNull();
  }

  @Test
  void plus_severalShares_isTheWhole() {
    EvaluationSum whole = evaluate(plain, rows.shares(1).get(0));
    EvaluationSum total = new EvaluationSum(new ClassificationSum(3));
    rows.shares(5).forEach(share -> total.plus(evaluate(plain, share)));
    whole
        .figures()
        .forEach(
            (metric, value) ->
                assertThat(total.figures().get(metric)).isCloseTo(value, within(1e-12)));
  }

  @Test
  void serialized_sum_keepsItsFigures() {
    EvaluationSum classification = evaluate(plain, rows.shares(1).get(0));
    assertThat(SerializedCopy.of(classification).figures()).isEqualTo(classification.figures());
    Network linear = TestNetworks.linear(4, 2);
    EvaluationSum regression =
        Objects.requireNonNull(
            new EvaluationWorker(
                    linear,
                    TestNetworks.weights(linear, 1),
                    new RegressionSum(List.of(new RegressionSum.Target("y", 0, 3))),
                    TestKernels.plain())
                .sum(
                    TestRows.regression(50, 4, 2, 1)
                        .shares(1)
                        .get(0)
                        .blocks()
                        .values()
                        .iterator()));
    assertThat(SerializedCopy.of(regression).figures()).isEqualTo(regression.figures());
  }

  private EvaluationSum evaluate(Network network, Share share) {
    return evaluate(network, weights, share);
  }

  private EvaluationSum evaluate(Network network, Weights weights, Share share) {
    return Objects.requireNonNull(
        new EvaluationWorker(network, weights, new ClassificationSum(3), TestKernels.plain())
            .sum(share.blocks().values().iterator()));
  }
}
