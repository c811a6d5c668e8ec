package io.bellows.kernels.schedule;

import io.bellows.kernels.Registry;
import io.bellows.kernels.Setting;
import java.util.List;

/**
 * The schedules by name, with what a configuration needs to know of them. Defaults of settings are
 * in {@code conf/reference.conf}.
 */
public final class Schedules {
  private static final Setting FINAL_FRACTION = Setting.fraction("final-fraction");

  public static final Registry<Kind> REGISTRY =
      new Registry<>(
          "schedule",
          List.of(
              new Kind("constant", List.of(), (rate, numbers) -> new ConstantRate(rate)),
              new Kind(
                  "step",
                  List.of(Setting.inner("factor"), Setting.count("every", 1)),
                  (rate, numbers) ->
                      new StepDecay(rate, numbers.get(0), numbers.get(1).longValue())),
              new Kind(
                  "exponential",
                  List.of(Setting.positiveFraction("final-fraction")),
                  (rate, numbers) -> new ExponentialDecay(rate, numbers.get(0))),
              new Kind(
                  "polynomial",
                  List.of(FINAL_FRACTION, Setting.positive("power")),
                  (rate, numbers) -> new PolynomialDecay(rate, numbers.get(0), numbers.get(1))),
              new Kind(
                  "cosine",
                  List.of(
                      FINAL_FRACTION,
                      Setting.count("cycles", 1),
                      Setting.atLeast("cycle-growth", 1)),
                  (rate, numbers) ->
                      new CosineDecay(
                          rate, numbers.get(0), numbers.get(1).intValue(), numbers.get(2))),
              new Kind(
                  "one-cycle",
                  List.of(
                      Setting.fraction("initial-fraction"),
                      FINAL_FRACTION,
                      Setting.inner("peak-at")),
                  (rate, numbers) ->
                      new OneCycle(rate, numbers.get(0), numbers.get(1), numbers.get(2)))),
          Kind::name);

  private Schedules() {}

  /** Makes a schedule of the learning rate and the settings' numbers, in their order. */
  @FunctionalInterface
  public interface Maker {
    LearningRateSchedule of(double rate, List<Double> numbers);
  }

  /**
   * A schedule that can be chosen.
   *
   * @param settings that it has
   */
  public record Kind(String name, List<Setting> settings, Maker maker) implements Setting.Owner {
    public Kind {
      settings = List.copyOf(settings);
    }
  }
}
