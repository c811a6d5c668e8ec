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
      requireFraction(fraction);
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

  /** A part of the rows, chosen by their values in a column, which is no feature unless listed. */
  sealed interface ByValue extends Split {
    /** A name or an index. */
    String column();

    /** What part of the rows, above 0 and below 1. */
    double fraction();

    /** The key that names the column. */
    String word();
  }

  /**
   * Whole groups of rows, so that no two rows with one value in a column are on two sides: the
   * first by a hash of the value, as many as are needed to have round(fraction · n) rows of n.
   */
  record Groups(String column, double fraction) implements ByValue {
    public Groups {
      requireFraction(fraction);
    }

    @Override
    public String word() {
      return "group";
    }
  }

  /**
   * The latest round(fraction · n) rows of n by a column of times or numbers, and those that are as
   * late as the first of them.
   */
  record Latest(String column, double fraction) implements ByValue {
    public Latest {
      requireFraction(fraction);
    }

    @Override
    public String word() {
      return "latest-by";
    }
  }

  private static void requireFraction(double fraction) {
    require(
        fraction > 0 && fraction < 1,
        "a fraction of rows must be above 0 and below 1, was %s",
        fraction);
  }

  /** All rows of a second source. */
  record Separate(DataSource source) implements Split {}
}
