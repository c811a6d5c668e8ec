package io.bellows.driver.input;

/**
 * What part of some rows is for validation and for the test.
 *
 * @param validation of what the test leaves, or 0
 * @param test of all, or 0
 * @param perClass whether the target is a class, and the fractions are taken of each class alike
 */
public record Fractions(double validation, double test, boolean perClass) {
  /** All rows have the one role {@link Role#TRAINING}. */
  public static final Fractions NONE = new Fractions(0, 0, false);

  /** Whether rows must be told apart by class. */
  boolean byClass() {
    return perClass && validation + test > 0;
  }
}
