package io.bellows.driver.input;

import java.io.Serializable;

/**
 * A feature as the run declares it.
 *
 * @param width 1, or the length of a vector
 */
public record FeatureColumn(String name, Kind kind, int width) implements Serializable {
  /** What a feature holds. */
  public enum Kind {
    NUMBER,
    CATEGORY,
    /** Spark ML vectors of one length. */
    VECTOR
  }

  /** How many numbers of a row it gives: none for a category. */
  public int numbers() {
    return kind == Kind.CATEGORY ? 0 : width;
  }
}
