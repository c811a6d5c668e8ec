package io.bellows.kernels.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.TestConfig;
import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMasks;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.Share;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.network.GradientSum;
import io.bellows.kernels.network.HiddenLayers;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.ParameterLayout;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DroppedUnitTest {
  private static final int SHARES = 3;

  static Stream<Arguments> kernelsScalingsAndHiddenLayers() {
    return TestKernels.with(
        Stream.of(Scaling.values())
            .flatMap(
                scaling ->
                    Stream.of(
                        Arguments.of(scaling, HiddenLayers.plain(List.of(9, 6), new Relu())),
                        Arguments.of(
                            scaling, new HiddenLayers(List.of(7, 7), new Relu(), true, false)))));
  }

  /**
   * With batch size 1 and plain SGD, whatever touches a dropped unit is not updated in that round,
   * bit for bit: the weights into it, its bias, and the weights out of it.
   */
  @ParameterizedTest
  @MethodSource("kernelsScalingsAndHiddenLayers")
  void apply_batchOfOneAndPlainSgd_keepsTheBitsOfDroppedUnits(
      DenseKernels kernels, Scaling scaling, HiddenLayers hidden) {
    Dropout dropout = new Dropout(0.3, List.of(0.5, 0.4), scaling);
    Network network = Network.of(7, hidden, 3, dropout, new SoftmaxCrossEntropy());
    TestRows rows = TestRows.classes(40, 7, 3, 1).weighted(2);
    TrainingConfig config = new TestConfig().shares(SHARES).batch(1).rate(0.02).build();
    BatchPlan plan = config.batching().plan(rows.count());
    GradientWorker worker = new GradientWorker(network, plan, config.seed(), kernels);
    TrainingState state = TrainingState.initial(network, config);
    RoundUpdate update = new RoundUpdate(config, plan);
    List<Share> shares = rows.shares(SHARES);
    int kept = 0;
    int changed = 0;
    for (int epoch = 0; epoch < 3; epoch++) {
      for (int round = 0; round < plan.rounds(); round++) {
        int share = round % SHARES;
        float[] before = state.weights().values().clone();
        worker.load(state.weights());
        int[] one = worker.rows(share, epoch, round);
        assertThat(one).hasSize(1);
        GradientSum sum = worker.sum(shares.get(share), one, epoch, round);
        update.apply(sum, state, 1);

        BitSet dropped =
            parametersOfDroppedUnits(network, new MaskKey(config.seed(), epoch, round), share);
        for (int i = 0; i < before.length; i++) {
          boolean same =
              Float.floatToRawIntBits(before[i])
                  == Float.floatToRawIntBits(state.weights().values()[i]);
          if (dropped.get(i)) {
            assertThat(same).as("parameter %d in round %d", i, round).isTrue();
            kept++;
          }
          changed += same ? 0 : 1;
        }
      }
    }
    assertThat(kept).isGreaterThan(3000);
    assertThat(changed).as("what is not dropped does learn").isGreaterThan(2000);
  }

  private static BitSet parametersOfDroppedUnits(Network network, MaskKey key, int share) {
    ParameterLayout layout = network.layout();
    List<FMatrixRMaj> factors = TestMasks.factors(network, key, share, 0, 1);
    BitSet parameters = new BitSet();
    for (int layer = 0; layer < layout.layers(); layer++) {
      int units = network.layers().get(layer).inputs();
      int outputs = network.layers().get(layer).outputs();
      for (int unit = 0; unit < units; unit++) {
        if (factors.get(layer).data[unit] != 0) {
          continue;
        }
        int outgoing = layout.weightOffset(layer) + unit * outputs;
        parameters.set(outgoing, outgoing + outputs);
        if (layer > 0) {
          parameters.set(layout.biasOffset(layer - 1) + unit);
          for (int before = 0; before < network.layers().get(layer - 1).inputs(); before++) {
            parameters.set(layout.weightOffset(layer - 1) + before * units + unit);
          }
        }
      }
    }
    return parameters;
  }
}
