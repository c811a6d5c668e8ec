package io.bellows.jobs.config;

import io.bellows.driver.training.LossConfig;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.Task;
import java.util.Optional;

/** The block {@code training.loss}. */
final class LossSection {
  private static final String LOSS = "training.loss.";
  private static final String HUBER_DELTA = LOSS + "huber-delta";

  private LossSection() {}

  /**
   * Reads the block.
   *
   * @param task what the target is, or empty where the data decide
   */
  static LossConfig read(ConfigReader reader, Optional<Task> task) {
    LossConfig loss =
        new LossConfig(
            reader.choice(
                LOSS + "name",
                Choices.of("auto", LossConfig.Name.AUTO)
                    .and("softmax-cross-entropy", LossConfig.Name.SOFTMAX_CROSS_ENTROPY)
                    .and("binary-cross-entropy", LossConfig.Name.BINARY_CROSS_ENTROPY)
                    .and("mean-squared-error", LossConfig.Name.MEAN_SQUARED_ERROR)
                    .and("huber", LossConfig.Name.HUBER)),
            reader.number(HUBER_DELTA, "a number above 0", n -> n > 0),
            reader.number(
                LOSS + "label-smoothing",
                "a number, at least 0 and below 1",
                n -> n >= 0 && n < 1));
    if (reader.isSet(HUBER_DELTA) && loss.name() != LossConfig.Name.HUBER) {
      reader.problem(HUBER_DELTA, "applies only with training.loss.name = huber");
    }
    requireFit(reader, loss, task);
    return loss;
  }

  private static void requireFit(ConfigReader reader, LossConfig loss, Optional<Task> task) {
    if (task.isEmpty()) {
      return;
    }
    try {
      loss.of(task.get());
    } catch (InvalidConfigException e) {
      reader.problem("training.loss", "%s", String.valueOf(e.getMessage()));
    }
  }
}
