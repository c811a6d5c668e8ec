package io.bellows.kernels.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.TestKernels;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.linalg.PeakFlops;
import io.bellows.kernels.network.TestNetworks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProductSpeedTest {
  static java.util.stream.Stream<Kernels> kernels() {
    return TestKernels.runnable();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void of_network_hasThreeSpeedsOfEachLayer(Kernels kernels) {
    List<ProductSpeed> speeds = ProductSpeed.of(TestNetworks.softmax(7, List.of(5), 3), 2, kernels);
    assertThat(speeds).extracting(ProductSpeed::inputs).containsExactly(7, 5);
    assertThat(speeds).extracting(ProductSpeed::outputs).containsExactly(5, 3);
    assertThat(speeds)
        .allSatisfy(
            speed ->
                assertThat(List.of(speed.forward(), speed.gradient(), speed.backward()))
                    .allSatisfy(gflops -> assertThat(gflops).isPositive().isFinite()));
  }

  @Test
  void peak_vectorsRefused_isNotGiven() {
    assertThat(PeakFlops.perCore(2).isPresent()).isEqualTo(Kernels.VECTOR.refusal().isEmpty());
    PeakFlops.perCore(1).ifPresent(peak -> assertThat(peak).isPositive().isFinite());
  }
}
