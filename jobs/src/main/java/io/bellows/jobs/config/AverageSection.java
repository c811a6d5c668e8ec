package io.bellows.jobs.config;

import io.bellows.kernels.averaging.Averaging;
import io.bellows.kernels.averaging.EpochAverage;
import io.bellows.kernels.averaging.ExponentialAverage;
import java.util.Optional;

/** The block {@code training.average}. */
final class AverageSection {
  private static final String AVERAGE = "training.average.";
  private static final String DECAY = AVERAGE + "decay";
  private static final String START_EPOCH = AVERAGE + "start-epoch";

  private enum Name {
    NONE,
    EMA,
    SWA
  }

  private AverageSection() {}

  /**
   * Reads the block.
   *
   * @param maxEpochs whose last quarter is averaged where nothing else is said
   */
  static Optional<Averaging> read(ConfigReader reader, int maxEpochs) {
    Name name =
        reader.choice(
            AVERAGE + "name",
            Choices.of("none", Name.NONE).and("ema", Name.EMA).and("swa", Name.SWA));
    double decay = reader.number(DECAY, "a number, at least 0 and below 1", n -> n >= 0 && n < 1);
    Optional<Integer> start = reader.optionalWhole(START_EPOCH, 0);
    if (reader.isSet(DECAY) && name != Name.EMA) {
      reader.problem(DECAY, "applies only with training.average.name = ema");
    }
    if (start.isPresent() && name != Name.SWA) {
      reader.problem(START_EPOCH, "applies only with training.average.name = swa");
    }
    if (start.orElse(0) >= maxEpochs) {
      reader.problem(
          START_EPOCH,
          "must be below training.max-epochs = %d, else no epoch is averaged; was %d",
          maxEpochs,
          start.orElse(0));
    }
    return switch (name) {
      case NONE -> Optional.empty();
      case EMA -> Optional.of(new ExponentialAverage(decay));
      case SWA ->
          Optional.of(
              start.map(EpochAverage::new).orElseGet(() -> EpochAverage.ofLastQuarter(maxEpochs)));
    };
  }

  /** Whether what is averaged depends on the epochs at most. */
  static boolean isSpreadOverEpochs(ConfigReader reader, Optional<Averaging> averaging) {
    return averaging.orElse(null) instanceof EpochAverage
        && reader.optionalWhole(START_EPOCH, 0).isEmpty();
  }
}
