package io.bellows.jobs.config;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings that may change when a run goes on where it was left; all others are its identity.
 * {@code conf/reference.conf} marks them.
 *
 * @param reopening those that decide when training ends: changed, they let a finished run go on
 * @param others those that decide neither bits nor end
 */
public record FreeKeys(Set<String> reopening, Set<String> others) {
  private static final String MAX_EPOCHS = "training.max-epochs";
  private static final String MAX_ROUNDS = "training.max-rounds";

  /** None decides anything but whether training ends where it stands. */
  private static final Set<String> OF_ANY_SCHEDULE =
      Set.of(
          "training.max-time",
          "training.early-stopping.patience",
          "training.early-stopping.min-epochs");

  /** None: whatever differs makes it another request. */
  public static final FreeKeys NONE = new FreeKeys(Set.of(), Set.of());

  private static final FreeKeys OF_ANY_BUDGET =
      new FreeKeys(
          Stream.concat(OF_ANY_SCHEDULE.stream(), Stream.of(MAX_EPOCHS, MAX_ROUNDS))
              .collect(Collectors.toUnmodifiableSet()),
          Set.of("output", "training.engine", "checkpoint.every", "checkpoint.keep"));

  /**
   * Those of a run. What is spread over the rounds at most, such as a schedule, depends on how
   * many.
   */
  static FreeKeys of(boolean isSpreadOverBudget) {
    return isSpreadOverBudget ? new FreeKeys(OF_ANY_SCHEDULE, OF_ANY_BUDGET.others) : OF_ANY_BUDGET;
  }
}
