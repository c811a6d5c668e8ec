package io.bellows.jobs.config;

import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.optimizer.Optimizers;
import io.bellows.kernels.schedule.ConstantRate;
import io.bellows.kernels.schedule.ExponentialDecay;
import io.bellows.kernels.schedule.LearningRateSchedule;
import java.util.List;

/** The block {@code training.optimizer}. */
final class OptimizerSection {
  private static final String OPTIMIZER = "training.optimizer.";
  private static final String FINAL_FRACTION = OPTIMIZER + "schedule.final-fraction";

  private final ConfigReader reader;
  private final Optimizers.Kind kind;

  OptimizerSection(ConfigReader reader) {
    this.reader = reader;
    this.kind = reader.choice(OPTIMIZER + "name", Choices.of(Optimizers.REGISTRY));
  }

  LearningRateSchedule schedule() {
    double rate =
        reader
            .optionalNumber(OPTIMIZER + "learning-rate", "a number above 0", n -> n > 0)
            .orElse(kind.usualRate());
    boolean decays =
        reader.choice(
            OPTIMIZER + "schedule.name", Choices.of("constant", false).and("exponential", true));
    double finalFraction =
        reader.number(FINAL_FRACTION, "a number above 0 and at most 1", n -> n > 0 && n <= 1);
    if (!decays && reader.isSet(FINAL_FRACTION)) {
      reader.problem(FINAL_FRACTION, "does not apply to constant; it is a setting of exponential");
    }
    return decays ? new ExponentialDecay(rate, finalFraction) : new ConstantRate(rate);
  }

  /** Reads the settings of all optimizers, so that one of another is not passed over. */
  Optimizer optimizer() {
    for (String name : Optimizers.REGISTRY.names()) {
      Optimizers.REGISTRY.named(name).settings().stream()
          .filter(setting -> !kind.has(setting.name()))
          .forEach(this::refuse);
    }
    refuseUnusedMomentum();
    return kind.maker().apply(kind.settings().stream().map(this::number).toList());
  }

  private void refuseUnusedMomentum() {
    String initial = "initial-momentum";
    String warmUp = OPTIMIZER + "momentum-warm-up";
    boolean hasNoWarmUp = reader.number(warmUp, "a number", n -> true) == 0;
    if (kind.has(initial) && reader.isSet(OPTIMIZER + initial) && hasNoWarmUp) {
      reader.problem(OPTIMIZER + initial, "applies only with %s above 0", warmUp);
    }
  }

  private double number(Optimizers.Setting setting) {
    return reader.number(OPTIMIZER + setting.name(), setting.expected(), setting.allowed());
  }

  private void refuse(Optimizers.Setting setting) {
    number(setting);
    if (reader.isSet(OPTIMIZER + setting.name())) {
      List<String> owners =
          Optimizers.REGISTRY.names().stream()
              .filter(name -> Optimizers.REGISTRY.named(name).has(setting.name()))
              .toList();
      reader.problem(
          OPTIMIZER + setting.name(),
          "does not apply to %s; it is a setting of %s",
          kind.name(),
          ConfigReader.orList(owners));
    }
  }
}
