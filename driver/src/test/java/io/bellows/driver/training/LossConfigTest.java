package io.bellows.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellows.driver.training.LossConfig.Name;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.Task;
import io.bellows.kernels.loss.BinaryCrossEntropy;
import io.bellows.kernels.loss.Huber;
import io.bellows.kernels.loss.MeanSquaredError;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LossConfigTest {
  @Test
  void of_auto_isWhatSuitsTheTask() {
    assertThat(LossConfig.AUTO.of(Task.CLASSIFICATION)).isEqualTo(new SoftmaxCrossEntropy());
    assertThat(LossConfig.AUTO.of(Task.MULTI_LABEL)).isEqualTo(new BinaryCrossEntropy());
    assertThat(LossConfig.AUTO.of(Task.REGRESSION)).isEqualTo(new MeanSquaredError());
    assertThat(new LossConfig(Name.AUTO, 1, 0.1).of(Task.CLASSIFICATION))
        .isEqualTo(new SoftmaxCrossEntropy(0.1));
  }

  @Test
  void of_named_hasItsParameters() {
    assertThat(new LossConfig(Name.HUBER, 0.5, 0).of(Task.REGRESSION)).isEqualTo(new Huber(0.5));
    assertThat(new LossConfig(Name.MEAN_SQUARED_ERROR, 1, 0).of(Task.REGRESSION))
        .isEqualTo(new MeanSquaredError());
    assertThat(new LossConfig(Name.SOFTMAX_CROSS_ENTROPY, 1, 0.2).of(Task.CLASSIFICATION))
        .isEqualTo(new SoftmaxCrossEntropy(0.2));
    assertThat(new LossConfig(Name.BINARY_CROSS_ENTROPY, 1, 0).of(Task.CLASSIFICATION))
        .isEqualTo(new BinaryCrossEntropy());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HUBER | CLASSIFICATION | huber, for classification it must be softmax-cross-entropy or binary-cross-entropy",
        "MEAN_SQUARED_ERROR | CLASSIFICATION | mean-squared-error, for classification it must be softmax-cross-entropy or binary-cross-entropy",
        "SOFTMAX_CROSS_ENTROPY | REGRESSION | softmax-cross-entropy, for regression it must be mean-squared-error or huber",
        "BINARY_CROSS_ENTROPY | REGRESSION | binary-cross-entropy, for regression it must be mean-squared-error or huber",
        "SOFTMAX_CROSS_ENTROPY | MULTI_LABEL | softmax-cross-entropy, for multi-label it must be binary-cross-entropy",
      })
  void of_lossOfAnotherTask_isRefused(Name name, Task task, String sentence) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new LossConfig(name, 1, 0).of(task))
        .withMessage(
            "Cannot train with the loss "
                + sentence.replace(", for", ": for")
                + "; set training.loss.name = auto, or features.target.task");
  }

  @ParameterizedTest
  @EnumSource(names = {"MULTI_LABEL", "REGRESSION"})
  void of_smoothingOfOtherThanClasses_isRefused(Task task) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new LossConfig(Name.AUTO, 1, 0.1).of(task))
        .withMessage(
            "Cannot smooth labels: this is for softmax-cross-entropy, which tells classes apart; set training.loss.label-smoothing = 0");
  }
}
