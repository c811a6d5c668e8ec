package io.bellows.driver.training;

import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.Task;
import io.bellows.kernels.loss.BinaryCrossEntropy;
import io.bellows.kernels.loss.Huber;
import io.bellows.kernels.loss.Loss;
import io.bellows.kernels.loss.MeanSquaredError;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

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
    BINARY_CROSS_ENTROPY,
    MEAN_SQUARED_ERROR,
    HUBER
  }

  /** What suits the target. */
  public static final LossConfig AUTO = new LossConfig(Name.AUTO, 1, 0);

  /**
   * The loss for a task.
   *
   * @throws InvalidConfigException when it does not suit it
   */
  public Loss of(Task task) {
    requireSuitable(task);
    if (usesSoftmax(task)) {
      return new SoftmaxCrossEntropy(labelSmoothing);
    }
    if (labelSmoothing > 0) {
      throw new InvalidConfigException(
          "Cannot smooth labels: this is for softmax-cross-entropy, which tells classes apart; set training.loss.label-smoothing = 0");
    }
    if (task == Task.REGRESSION) {
      return name == Name.HUBER ? new Huber(huberDelta) : new MeanSquaredError();
    }
    return new BinaryCrossEntropy();
  }

  private boolean usesSoftmax(Task task) {
    return task == Task.CLASSIFICATION && name != Name.BINARY_CROSS_ENTROPY;
  }

  private void requireSuitable(Task task) {
    Set<Name> suitable =
        switch (task) {
          case CLASSIFICATION -> EnumSet.of(Name.SOFTMAX_CROSS_ENTROPY, Name.BINARY_CROSS_ENTROPY);
          case MULTI_LABEL -> EnumSet.of(Name.BINARY_CROSS_ENTROPY);
          case REGRESSION -> EnumSet.of(Name.MEAN_SQUARED_ERROR, Name.HUBER);
        };
    if (name != Name.AUTO && !suitable.contains(name)) {
      throw new InvalidConfigException(
          String.format(
              "Cannot train with the loss %s: for %s it must be %s; set training.loss.name = auto, or features.target.task",
              word(name),
              task.word(),
              suitable.stream().map(LossConfig::word).collect(Collectors.joining(" or "))));
    }
  }

  private static String word(Name name) {
    return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
