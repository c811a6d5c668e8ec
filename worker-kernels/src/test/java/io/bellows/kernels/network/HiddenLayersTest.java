package io.bellows.kernels.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.layer.DenseLayer;
import java.util.List;
import org.junit.jupiter.api.Test;

class HiddenLayersTest {
  @Test
  void new_residualWithoutEqualNeighbours_isRefused() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new HiddenLayers(List.of(4, 8, 4), new Relu(), true, false))
        .withMessage(
            "Cannot use network.residual = true with network.hidden = [4, 8, 4]: expected two layers one after the other with equally many units, else there is nothing to connect; set network.residual = false");
  }

  @Test
  void new_normalizedOverOneUnit_isRefused() {
    for (List<Integer> units : List.of(List.<Integer>of(), List.of(4, 1))) {
      assertThatExceptionOfType(InvalidConfigException.class)
          .isThrownBy(() -> new HiddenLayers(units, new Relu(), false, true))
          .withMessage(
              "Cannot use network.layer-norm = true with network.hidden = %s: expected hidden layers of at least 2 units each, over which to normalise; set network.layer-norm = false",
              units);
    }
  }

  @Test
  void new_layerWithoutUnits_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HiddenLayers.plain(List.of(4, 0), new Relu()))
        .withMessage("network.hidden needs at least 1 unit a layer, was 0");
  }

  @Test
  void behind_residual_connectsEachLayerWithAsManyInputsAsUnits() {
    assertThat(new HiddenLayers(List.of(5, 5, 3, 3, 3), new Relu(), true, false).behind(5))
        .extracting(DenseLayer::isResidual)
        .containsExactly(true, true, false, true, true);
  }

  @Test
  void behind_normalized_isSoInEveryLayer() {
    assertThat(new HiddenLayers(List.of(5, 3), new Relu(), false, true).behind(5))
        .extracting(DenseLayer::isNormalized)
        .containsExactly(true, true);
  }
}
