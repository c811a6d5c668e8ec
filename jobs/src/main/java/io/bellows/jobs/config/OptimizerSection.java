package io.bellows.jobs.config;

import io.bellows.kernels.Registry;
import io.bellows.kernels.Setting;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.optimizer.Optimizers;
import io.bellows.kernels.optimizer.Penalties;
import java.util.List;

/** The blocks {@code training.optimizer}, without its schedule, and {@code training.penalties}. */
final class OptimizerSection {
  private static final String OPTIMIZER = "training.optimizer.";
  private static final String PENALTIES = "training.penalties.";
  private static final String PENALTY = "a number, at least 0";

  private final ConfigReader reader;
  private final Optimizers.Kind kind;

  OptimizerSection(ConfigReader reader) {
    this.reader = reader;
    this.kind = reader.choice(OPTIMIZER + "name", Choices.of(Optimizers.REGISTRY));
  }

  /** The learning rate that is set, or usual for the optimizer. */
  double rate() {
    return reader
        .optionalNumber(OPTIMIZER + "learning-rate", "a number above 0", n -> n > 0)
        .orElse(kind.usualRate());
  }

  Optimizer optimizer() {
    refuseUnusedMomentum();
    return kind.maker().apply(settings(reader, OPTIMIZER, kind, Optimizers.REGISTRY));
  }

  private void refuseUnusedMomentum() {
    String initial = "initial-momentum";
    String warmUp = OPTIMIZER + "momentum-warm-up";
    boolean hasNoWarmUp = reader.number(warmUp, "a number", n -> true) == 0;
    if (kind.has(initial) && reader.isSet(OPTIMIZER + initial) && hasNoWarmUp) {
      reader.problem(OPTIMIZER + initial, "applies only with %s above 0", warmUp);
    }
  }

  Penalties penalties() {
    return new Penalties(
        reader.number(PENALTIES + "l1", PENALTY, n -> n >= 0),
        reader.number(PENALTIES + "l2", PENALTY, n -> n >= 0),
        reader.optionalNumber(PENALTIES + "decay", PENALTY, n -> n >= 0).orElse(kind.usualDecay()));
  }

  /**
   * The numbers that something chosen by name is made with, in its order. The settings of all that
   * could be chosen are read, so that one of another is not passed over.
   */
  static <T extends Setting.Owner> List<Double> settings(
      ConfigReader reader, String block, T chosen, Registry<T> all) {
    for (String name : all.names()) {
      all.named(name).settings().stream()
          .filter(setting -> !chosen.has(setting.name()))
          .forEach(setting -> refuse(reader, block, setting, chosen, all));
    }
    return chosen.settings().stream().map(setting -> number(reader, block, setting)).toList();
  }

  private static double number(ConfigReader reader, String block, Setting setting) {
    String key = block + setting.name();
    return setting.usual().isPresent()
        ? reader
            .optionalNumber(key, setting.expected(), setting.allowed())
            .orElse(setting.usual().getAsDouble())
        : reader.number(key, setting.expected(), setting.allowed());
  }

  private static <T extends Setting.Owner> void refuse(
      ConfigReader reader, String block, Setting setting, T chosen, Registry<T> all) {
    String key = block + setting.name();
    if (reader.value(key) == null || !reader.isSet(key)) {
      return;
    }
    number(reader, block, setting);
    List<String> owners =
        all.names().stream().filter(name -> all.named(name).has(setting.name())).toList();
    reader.problem(
        key,
        "does not apply to %s; it is a setting of %s",
        chosen.name(),
        ConfigReader.orList(owners));
  }
}
