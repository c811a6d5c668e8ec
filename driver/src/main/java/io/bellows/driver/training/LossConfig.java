package io.bellows.driver.training;

import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.loss.Huber;
import io.bellows.kernels.loss.Loss;
import io.bellows.kernels.loss.MeanSquaredError;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;

/**
 * What is minimised, as far as it does not depend on the data.
 *
 * @param huberDelta of {@link Huber}
 * @param labelSmoothing of {@link SoftmaxCrossEntropy}
 */
public record LossConfig(Name name, double huberDelta, double labelSmoothing) {
  /** What can be asked for. */
  public enum Name {
    AUTO,
    SOFTMAX_CROSS_ENTROPY,
    MEAN_SQUARED_ERROR,
    HUBER
  }

  /** What suits the target. */
  public static final LossConfig AUTO = new LossConfig(Name.AUTO, 1, 0);

  /**
   * The loss for a target.
   *
   * @param isClass whether the target is classes; else it is numbers
   * @throws InvalidConfigException when it does not suit the target
   */
  public Loss of(boolean isClass) {
    boolean isForClasses = name == Name.SOFTMAX_CROSS_ENTROPY || (name == Name.AUTO && isClass);
    if (isForClasses != isClass) {
      throw new InvalidConfigException(
          isClass
              ? "Cannot train with this loss: it is for numbers and the target is classes; set training.loss.name = auto, or features.target.task = regression"
              : "Cannot train with softmax-cross-entropy: it is for classes and the target is numbers; set training.loss.name = auto, or features.target.task = classification");
    }
    if (isClass) {
      return new SoftmaxCrossEntropy(labelSmoothing);
    }
    if (labelSmoothing > 0) {
      throw new InvalidConfigException(
          "Cannot smooth labels: the target is numbers; set training.loss.label-smoothing = 0, or features.target.task = classification");
    }
    return name == Name.HUBER ? new Huber(huberDelta) : new MeanSquaredError();
  }
}
