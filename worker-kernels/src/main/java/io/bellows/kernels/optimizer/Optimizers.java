package io.bellows.kernels.optimizer;

import io.bellows.kernels.Registry;
import io.bellows.kernels.Setting;
import java.util.List;
import java.util.function.Function;

/**
 * The optimizers by name, with what a configuration needs to know of them. Defaults of settings are
 * in {@code conf/reference.conf}.
 */
public final class Optimizers {
  private static final Setting BETA_1 = Setting.decay("beta1");
  private static final Setting BETA_2 = Setting.decay("beta2");
  private static final Setting RHO = Setting.decay("rho");
  private static final Setting EPSILON = Setting.positive("epsilon");

  public static final Registry<Kind> REGISTRY =
      new Registry<>(
          "optimizer",
          List.of(
              adam("adam", 0),
              adam("adamw", 0.01),
              new Kind(
                  "nadam",
                  0.002,
                  0,
                  List.of(BETA_1, BETA_2, EPSILON.usually(1e-8)),
                  numbers -> new Nadam(numbers.get(0), numbers.get(1), numbers.get(2))),
              new Kind(
                  "lamb",
                  0.001,
                  0.01,
                  List.of(BETA_1, BETA_2, EPSILON.usually(1e-6)),
                  numbers -> new Lamb(numbers.get(0), numbers.get(1), numbers.get(2))),
              new Kind(
                  "sgd",
                  0.01,
                  0,
                  List.of(
                      Setting.decay("momentum").usually(0),
                      Setting.decay("initial-momentum"),
                      Setting.count("momentum-warm-up", 0)),
                  numbers -> sgd(numbers.get(0), numbers.get(1), numbers.get(2))),
              new Kind(
                  "nesterov",
                  0.01,
                  0,
                  List.of(Setting.inner("momentum").usually(0.9)),
                  numbers -> new Nesterov(numbers.get(0))),
              new Kind(
                  "rmsprop",
                  0.001,
                  0,
                  List.of(RHO, EPSILON.usually(1e-8)),
                  numbers -> new RmsProp(numbers.get(0), numbers.get(1))),
              new Kind(
                  "adagrad",
                  0.01,
                  0,
                  List.of(EPSILON.usually(1e-10)),
                  numbers -> new Adagrad(numbers.get(0))),
              new Kind(
                  "adadelta",
                  1,
                  0,
                  List.of(RHO, EPSILON.usually(1e-6)),
                  numbers -> new Adadelta(numbers.get(0), numbers.get(1)))),
          Kind::name);

  private Optimizers() {}

  /**
   * An optimizer that can be chosen.
   *
   * @param usualRate the learning rate when none is set
   * @param usualDecay the weight decay when none is set
   * @param settings that it has
   * @param maker makes it of the settings' numbers, in their order
   */
  public record Kind(
      String name,
      double usualRate,
      double usualDecay,
      List<Setting> settings,
      Function<List<Double>, Optimizer> maker)
      implements Setting.Owner {
    public Kind {
      settings = List.copyOf(settings);
    }
  }

  /** Adam, and with a usual decay what Loshchilov and Hutter call AdamW. */
  private static Kind adam(String name, double usualDecay) {
    return new Kind(
        name,
        0.001,
        usualDecay,
        List.of(BETA_1, BETA_2, EPSILON.usually(1e-8)),
        numbers -> new Adam(numbers.get(0), numbers.get(1), numbers.get(2)));
  }

  private static Optimizer sgd(double momentum, double initial, double warmUp) {
    return warmUp == 0 ? new Sgd(momentum) : new Sgd(momentum, initial, (long) warmUp);
  }
}
