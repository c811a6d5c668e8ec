package io.bellows.driver.training;

import static io.bellows.kernels.Checks.require;

import io.bellows.driver.preparation.InputLayout;
import io.bellows.kernels.layer.EmbeddingLayer;
import io.bellows.kernels.layer.EmbeddingTable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which categorical columns are embedded.
 *
 * @param fromCategories those of at least so many categories, or buckets
 * @param dimension how many numbers are learned for each category; empty: by {@link #ruleOf}
 */
public record EmbeddingConfig(int fromCategories, OptionalInt dimension) {
  private static final int MOST_BY_RULE = 600;

  public EmbeddingConfig {
    require(
        fromCategories >= 2,
        "network.embedding.from-categories must be at least 2, was %d",
        fromCategories);
    require(
        dimension.isEmpty() || dimension.getAsInt() >= 1,
        "network.embedding.dimension must be at least 1, was %d",
        dimension.orElse(0));
  }

  /** The rule of fastai: 1.6 · categories^0.56, rounded, at most 600. */
  static int ruleOf(int categories) {
    return (int) Math.min(MOST_BY_RULE, Math.round(1.6 * Math.pow(categories, 0.56)));
  }

  /** The layer for some inputs. */
  EmbeddingLayer layer(InputLayout inputs) {
    List<EmbeddingTable> tables = new ArrayList<>();
    for (int column = 0; column < inputs.categories().size(); column++) {
      int categories = inputs.categories().get(column);
      if (categories >= fromCategories) {
        int numbers = dimension.orElseGet(() -> ruleOf(categories));
        tables.add(new EmbeddingTable(inputs.firstOf(column), categories, numbers));
      }
    }
    return new EmbeddingLayer(inputs.inputs(), tables);
  }
}
