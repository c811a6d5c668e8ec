package io.bellows.jobs.config;

import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.Split;
import io.bellows.driver.training.Part;
import io.bellows.kernels.averaging.EpochAverage;
import io.bellows.kernels.training.TrainingConfig;

/** The key {@code training.refit}, and what it does not go with. */
final class RefitSection {
  private static final String REFIT = "training.refit";

  private RefitSection() {}

  /** What the training is that is configured. */
  static Part read(ConfigReader reader, DataConfig data, TrainingConfig training) {
    if (!reader.yesOrNo(REFIT)) {
      return Part.WHOLE;
    }
    if (training.earlyStopping().isEmpty()) {
      reader.problem(
          REFIT,
          "trains again for as many updates as early stopping found best; set"
              + " training.early-stopping.enabled = true");
    }
    boolean isNone = data.validation() instanceof Split.None;
    if (isNone) {
      reader.problem(
          REFIT,
          "trains again with the validation rows, and data.validation = none; set it to a fraction"
              + " such as 0.1");
    }
    boolean isApart = !isNone && !(data.validation() instanceof Split.Fraction);
    if (isApart && data.test() instanceof Split.Fraction) {
      reader.problem(
          REFIT,
          "would choose other test rows among training and validation rows; with such a"
              + " data.validation, set data.test to rows that are marked or of their own source");
    }
    refuseWhatCannotBeRepeated(reader, training);
    return Part.SEARCH;
  }

  /** What depends on the clock, on validations, or on where epochs end. */
  private static void refuseWhatCannotBeRepeated(ConfigReader reader, TrainingConfig training) {
    if (training.limits().maxTime().isPresent()) {
      reader.problem(
          REFIT,
          "trains for a number of updates, not a time; leave training.max-time out, and set"
              + " training.max-rounds instead");
    }
    if (training.update().plateau().isPresent()) {
      reader.problem(
          REFIT,
          "has no validations for training.optimizer.plateau to look at; use"
              + " training.optimizer.schedule instead");
    }
    if (training.averaging().orElse(null) instanceof EpochAverage) {
      reader.problem(
          REFIT,
          "has epochs of other lengths, so that training.average.name = swa would average other"
              + " updates; use ema instead");
    }
  }
}
