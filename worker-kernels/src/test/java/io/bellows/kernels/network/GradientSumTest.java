package io.bellows.kernels.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.SerializedCopy;
import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.DenseKernels;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientSumTest {
  @Test
  void plus_another_addsEachNumberAndLeavesTheOther() {
    GradientSum left = TestNetworks.sum(3, 2, 1, 2, 3);
    GradientSum right = TestNetworks.sum(5, 4, 10, 20, 30);
    GradientSum total = left.plus(right);
    assertThat(total).isSameAs(left);
    assertThat(total.gradient()).containsExactly(11, 22, 33);
    assertThat(total.lossSum()).isEqualTo(8);
    assertThat(total.weightSum()).isEqualTo(6);
    assertThat(right.gradient()).containsExactly(10, 20, 30);
  }

  /** Whatever a sum already holds, rows come on top of it. */
  @Test
  void addGradient_afterPlus_addsToIt() {
    Network network = TestNetworks.softmax(4, List.of(5), 3);
    Weights weights = TestNetworks.weights(network, 1);
    TestRows rows = TestRows.classes(6, 4, 3, 1);
    MaskKey masks = new MaskKey(1, 0, 0);
    GradientSum once = TestNetworks.gradient(network, weights, rows, masks);
    GradientSum twice = new GradientSum(network.layout().size()).plus(once);
    DenseKernels kernels = TestKernels.plain();
    Workspace workspace = TestNetworks.workspace(kernels, network, weights, rows);
    new Pass(network, workspace, kernels).addGradient(masks, twice);
    for (int i = 0; i < once.gradient().length; i++) {
      assertThat(twice.gradient()[i]).isEqualTo(2 * once.gradient()[i]);
    }
    assertThat(twice.lossSum()).isEqualTo(2 * once.lossSum());
    assertThat(twice.weightSum()).isEqualTo(12);
  }

  @Test
  void new_noRows_isZero() {
    GradientSum sum = new GradientSum(2);
    assertThat(sum.gradient()).containsExactly(0, 0);
    assertThat(sum.lossSum()).isZero();
    assertThat(sum.weightSum()).isZero();
  }

  @Test
  void serialized_sum_keepsItsBits() {
    GradientSum sum = TestNetworks.sum(0.1, 3, 0.1f, -0f, Float.MIN_VALUE);
    GradientSum copy = SerializedCopy.of(sum);
    assertThat(copy.gradient()).containsExactly(sum.gradient());
    assertThat(copy.lossSum()).isEqualTo(0.1);
    assertThat(copy.weightSum()).isEqualTo(3);
  }

  @Test
  void serialized_manyParameters_takesFourBytesEach() throws IOException {
    int parameters = 100_000;
    assertThat(SerializedCopy.bytes(new GradientSum(parameters)))
        .hasSizeBetween(4 * parameters, 4 * parameters + 500);
  }
}
