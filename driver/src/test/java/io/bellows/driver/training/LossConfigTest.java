package io.bellows.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellows.driver.training.LossConfig.Name;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.loss.Huber;
import io.bellows.kernels.loss.MeanSquaredError;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LossConfigTest {
  @Test
  void of_auto_isWhatSuitsTheTarget() {
    assertThat(LossConfig.AUTO.of(true)).isEqualTo(new SoftmaxCrossEntropy());
    assertThat(LossConfig.AUTO.of(false)).isEqualTo(new MeanSquaredError());
    assertThat(new LossConfig(Name.AUTO, 1, 0.1).of(true)).isEqualTo(new SoftmaxCrossEntropy(0.1));
  }

  @Test
  void of_named_hasItsParameters() {
    assertThat(new LossConfig(Name.HUBER, 0.5, 0).of(false)).isEqualTo(new Huber(0.5));
    assertThat(new LossConfig(Name.MEAN_SQUARED_ERROR, 1, 0).of(false))
        .isEqualTo(new MeanSquaredError());
    assertThat(new LossConfig(Name.SOFTMAX_CROSS_ENTROPY, 1, 0.2).of(true))
        .isEqualTo(new SoftmaxCrossEntropy(0.2));
  }

  @ParameterizedTest
  @EnumSource(names = {"HUBER", "MEAN_SQUARED_ERROR"})
  void of_lossOfNumbersOnClasses_isRefused(Name name) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new LossConfig(name, 1, 0).of(true))
        .withMessage(
            "Cannot train with this loss: it is for numbers and the target is classes; set training.loss.name = auto, or features.target.task = regression");
  }

  @Test
  void of_lossOfClassesOnNumbers_isRefused() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new LossConfig(Name.SOFTMAX_CROSS_ENTROPY, 1, 0).of(false))
        .withMessage(
            "Cannot train with softmax-cross-entropy: it is for classes and the target is numbers; set training.loss.name = auto, or features.target.task = classification");
  }

  @Test
  void of_smoothingOnNumbers_isRefused() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new LossConfig(Name.AUTO, 1, 0.1).of(false))
        .withMessage(
            "Cannot smooth labels: the target is numbers; set training.loss.label-smoothing = 0, or features.target.task = classification");
  }
}
