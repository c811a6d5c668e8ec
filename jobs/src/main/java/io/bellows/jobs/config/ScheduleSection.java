package io.bellows.jobs.config;

import io.bellows.kernels.schedule.LearningRateSchedule;
import io.bellows.kernels.schedule.ReduceOnPlateau;
import io.bellows.kernels.schedule.Schedules;
import io.bellows.kernels.schedule.WarmUp;
import io.bellows.kernels.training.EarlyStopping;
import java.util.List;
import java.util.Optional;

/** The blocks {@code training.optimizer.schedule} and {@code training.optimizer.plateau}. */
final class ScheduleSection {
  private static final String SCHEDULE = "training.optimizer.schedule.";
  private static final String PLATEAU = "training.optimizer.plateau.";

  private final ConfigReader reader;

  ScheduleSection(ConfigReader reader) {
    this.reader = reader;
  }

  LearningRateSchedule schedule(double rate) {
    Schedules.Kind kind = reader.choice(SCHEDULE + "name", Choices.of(Schedules.REGISTRY));
    List<Double> numbers = OptimizerSection.settings(reader, SCHEDULE, kind, Schedules.REGISTRY);
    requireKnownBudget(kind);
    int warmUp = reader.whole(SCHEDULE + "warm-up", 0);
    LearningRateSchedule schedule = kind.maker().of(rate, numbers);
    return warmUp == 0 ? schedule : new WarmUp(schedule, warmUp);
  }

  /** One cycle makes sense only over the rounds that will be: a default is no such number. */
  private void requireKnownBudget(Schedules.Kind kind) {
    boolean isKnown = reader.isSet("training.max-epochs") || reader.isSet("training.max-rounds");
    if (kind.name().equals("one-cycle") && !isKnown) {
      reader.problem(
          SCHEDULE + "name",
          "one-cycle needs to know how many rounds there will be; set training.max-epochs or"
              + " training.max-rounds");
    }
  }

  /**
   * What lowers the rate where a figure has stopped improving.
   *
   * @param earlyStopping whose figure it looks at
   */
  Optional<ReduceOnPlateau> plateau(Optional<EarlyStopping> earlyStopping) {
    boolean isEnabled = reader.yesOrNo(PLATEAU + "enabled");
    double factor =
        reader.number(PLATEAU + "factor", "a number above 0 and below 1", n -> n > 0 && n < 1);
    int patience = reader.whole(PLATEAU + "patience", 1);
    double minDelta = reader.number(PLATEAU + "min-delta", "a number, at least 0", n -> n >= 0);
    int cooldown = reader.whole(PLATEAU + "cooldown", 0);
    double minFraction =
        reader.number(
            PLATEAU + "min-fraction", "a number, at least 0 and below 1", n -> n >= 0 && n < 1);
    if (isEnabled && earlyStopping.isEmpty()) {
      reader.problem(
          PLATEAU + "enabled",
          "looks at training.early-stopping.monitor, but early stopping is off; set"
              + " training.early-stopping.enabled = true, with a great patience if training is not"
              + " to end early");
    }
    return earlyStopping
        .filter(any -> isEnabled)
        .map(
            watched ->
                new ReduceOnPlateau(
                    watched.monitor(),
                    watched.direction(),
                    factor,
                    patience,
                    minDelta,
                    cooldown,
                    minFraction));
  }
}
