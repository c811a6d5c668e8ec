package io.bellows.kernels.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.SerializedCopy;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.initializer.VarianceScaling;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsTest {
  private final Network network = TestNetworks.softmax(200, List.of(300, 50), 10);

  /** A variance over n normal draws has a relative standard error of √(2/n). */
  @Test
  void initial_heNormal_hasVarianceTwoByInputsAndZeroBiases() {
    Weights weights = Weights.initial(network, VarianceScaling.HE_NORMAL, 1);
    ParameterLayout layout = weights.layout();
    for (int layer = 0; layer < layout.layers(); layer++) {
      int count = layout.weightCount(layer);
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < count; i++) {
        double w = weights.values()[layout.weightOffset(layer) + i];
        sum += w;
        squares += w * w;
      }
      double variance = 2.0 / network.layers().get(layer).inputs();
      assertThat(squares / count)
          .isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / count)));
      assertThat(sum / count).isCloseTo(0, within(5 * Math.sqrt(variance / count)));
      int end = layer + 1 < layout.layers() ? layout.weightOffset(layer + 1) : layout.size();
      assertThat(Arrays.copyOfRange(weights.values(), layout.biasOffset(layer), end))
          .containsOnly(0f);
    }
  }

  @Test
  void initial_normalizedLayer_hasGainsOfOneAndShiftsOfZero() {
    HiddenLayers hidden = new HiddenLayers(List.of(5), new Relu(), false, true);
    Network normalized =
        TestNetworks.of(4, hidden, 3, 0, Scaling.INVERTED, new SoftmaxCrossEntropy());
    float[] values = Weights.initial(normalized, VarianceScaling.HE_NORMAL, 1).values();
    assertThat(Arrays.copyOfRange(values, 20, 25)).containsOnly(0f);
    assertThat(Arrays.copyOfRange(values, 25, 30)).containsOnly(1f);
    assertThat(Arrays.copyOfRange(values, 30, 35)).containsOnly(0f);
    assertThat(Arrays.copyOfRange(values, 35, 50)).doesNotContain(0f);
  }

  @Test
  void initial_sameSeed_hasTheSameBitsAndAnotherSeedOthers() {
    float[] one = Weights.initial(network, VarianceScaling.HE_NORMAL, 1).values();
    assertThat(Weights.initial(network, VarianceScaling.HE_NORMAL, 1).values())
        .containsExactly(one);
    assertThat(Weights.initial(network, VarianceScaling.HE_NORMAL, 2).values()).isNotEqualTo(one);
  }

  @Test
  void initial_layersOfTheSameShape_differ() {
    Weights weights =
        Weights.initial(TestNetworks.softmax(20, List.of(20, 20), 2), VarianceScaling.HE_NORMAL, 1);
    float[] first = Arrays.copyOfRange(weights.values(), 0, 400);
    float[] second = Arrays.copyOfRange(weights.values(), 420, 820);
    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void new_wrongLength_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Weights(TestNetworks.linear(3, 2).layout(), new float[7]))
        .withMessage("expected 8 parameters, got 7");
  }

  @Test
  void copy_changed_leavesTheOriginal() {
    Weights weights = Weights.initial(network, VarianceScaling.HE_NORMAL, 1);
    float first = weights.values()[0];
    weights.copy().values()[0] = 99;
    assertThat(weights.values()[0]).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void areFinite_oneNumberThatIsNot_isFalse(float value) {
    Weights weights = Weights.initial(network, VarianceScaling.HE_NORMAL, 1);
    assertThat(weights.areFinite()).isTrue();
    weights.values()[weights.values().length - 1] = value;
    assertThat(weights.areFinite()).isFalse();
  }

  @Test
  void serialized_weights_keepTheirBits() {
    Weights weights = Weights.initial(network, VarianceScaling.HE_NORMAL, 1);
    Weights copy = SerializedCopy.of(weights);
    assertThat(copy.layout()).isEqualTo(weights.layout());
    assertThat(copy.values()).containsExactly(weights.values());
  }
}
