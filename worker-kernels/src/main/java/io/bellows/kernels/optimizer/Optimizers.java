package io.bellows.kernels.optimizer;

import io.bellows.kernels.Registry;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.Function;

/**
 * The optimizers by name, with what a configuration needs to know of them. Defaults of settings are
 * in {@code conf/reference.conf}.
 */
public final class Optimizers {
  public static final Registry<Kind> REGISTRY =
      new Registry<>(
          "optimizer",
          List.of(
              new Kind(
                  "adam",
                  0.001,
                  List.of(decay("beta1"), decay("beta2"), positive("epsilon")),
                  numbers -> new Adam(numbers.get(0), numbers.get(1), numbers.get(2))),
              new Kind(
                  "sgd",
                  0.01,
                  List.of(decay("momentum"), decay("initial-momentum"), count("momentum-warm-up")),
                  numbers -> sgd(numbers.get(0), numbers.get(1), numbers.get(2)))),
          Kind::name);

  private Optimizers() {}

  /**
   * An optimizer that can be chosen.
   *
   * @param usualRate the learning rate when none is set
   * @param settings that it has
   * @param maker makes it of the settings' numbers, in their order
   */
  public record Kind(
      String name,
      double usualRate,
      List<Setting> settings,
      Function<List<Double>, Optimizer> maker) {
    public Kind {
      settings = List.copyOf(settings);
    }

    /** Whether it has a setting of that name. */
    public boolean has(String setting) {
      return settings.stream().anyMatch(own -> own.name().equals(setting));
    }
  }

  /**
   * A number that an optimizer is made with.
   *
   * @param expected what it must be, in words
   */
  public record Setting(String name, String expected, DoublePredicate allowed) {}

  private static Optimizer sgd(double momentum, double initial, double warmUp) {
    return warmUp == 0 ? new Sgd(momentum) : new Sgd(momentum, initial, (long) warmUp);
  }

  private static Setting count(String name) {
    return new Setting(name, "a whole number, at least 0", n -> n >= 0 && n == Math.rint(n));
  }

  private static Setting decay(String name) {
    return new Setting(name, "a number, at least 0 and below 1", n -> n >= 0 && n < 1);
  }

  private static Setting positive(String name) {
    return new Setting(name, "a number above 0", n -> n > 0);
  }
}
