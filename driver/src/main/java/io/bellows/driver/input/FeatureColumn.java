package io.bellows.driver.input;

import static io.bellows.kernels.Checks.require;

import java.io.Serializable;

/**
 * A feature as the run declares it.
 *
 * @param width 1, or the length of a vector or an array
 */
public record FeatureColumn(String name, Kind kind, int width) implements Serializable {
  public FeatureColumn {
    require(width >= 0, "a feature's width must be at least 0, was %d", width);
  }

  /** What a feature holds. */
  public enum Kind {
    NUMBER,
    CATEGORY,
    /** Spark ML vectors of one length. */
    VECTOR,
    /** Arrays of one length, whose numbers may be missing as those of numeric columns may. */
    ARRAY
  }

  /** How many numbers of a row it gives: none for a category. */
  public int numbers() {
    return kind == Kind.CATEGORY ? 0 : width;
  }
}
