package io.bellows.kernels.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossesTest {
  static Stream<Loss> losses() {
    return Stream.of(
        new SoftmaxCrossEntropy(),
        new SoftmaxCrossEntropy(0.25),
        new MeanSquaredError(),
        new Huber(0.5),
        new BinaryCrossEntropy());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void of_nameAndParameters_isTheLoss(Loss loss) {
    assertThat(Losses.of(loss.name(), loss.parameters())).isEqualTo(loss);
  }

  @Test
  void of_otherParameters_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Losses.of("huber", Map.of()))
        .withMessage("the loss huber has the parameters [delta], not []");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Losses.of("mean-squared-error", Map.of("delta", 1.0)))
        .withMessage("the loss mean-squared-error has the parameters [], not [delta]");
  }
}
