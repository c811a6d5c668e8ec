package io.bellows.kernels.layer;

import static io.bellows.kernels.Checks.require;

import java.io.Serializable;

/**
 * Some consecutive inputs that say which category a row has, by a 1 among zeros, and how many
 * numbers are learned for each category: E (categories, dimension).
 *
 * @param from the first of the inputs
 * @param categories how many they are
 * @param dimension how many numbers they become
 */
public record EmbeddingTable(int from, int categories, int dimension) implements Serializable {
  public EmbeddingTable {
    require(from >= 0, "a table begins at an input from 0, not at %d", from);
    require(categories >= 1, "a table needs at least 1 category, was of %d", categories);
    require(dimension >= 1, "an embedding needs at least 1 dimension, was %d", dimension);
  }

  /** The input after the last. */
  public int to() {
    return from + categories;
  }
}
