package io.bellows.kernels.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.SerializedCopy;
import java.io.IOException;
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
