package io.bellows.driver.input;

import static io.bellows.kernels.Checks.require;

/** How rows for validation or for the test are chosen. */
public sealed interface Split {
  /** There are none. */
  record None() implements Split {}

  /**
   * A part of the rows, of each class alike: exactly round(fraction · n) rows of n, the first by
   * their place.
   *
   * @param fraction above 0 and below 1
   */
  record Fraction(double fraction) implements Split {
    public Fraction {
      require(
          fraction > 0 && fraction < 1,
          "a fraction of rows must be above 0 and below 1, was %s",
          fraction);
    }
  }

  /**
   * The last rows of the one file that is read.
   *
   * @param rows at least 1
   */
  record LastRows(long rows) implements Split {
    public LastRows {
      require(rows >= 1, "last-rows must be at least 1, was %d", rows);
    }
  }

  /**
   * The rows that a column marks: true, or a number other than 0.
   *
   * @param column a name or an index
   */
  record Indicator(String column) implements Split {}

  /** All rows of a second source. */
  record Separate(DataSource source) implements Split {}
}
