package io.bellows.kernels.layer;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.InvalidConfigException;
import java.io.Serializable;
import java.util.List;

/**
 * What stands before the first dense layer where categories are embedded (Guo, Berkhahn, "Entity
 * embeddings of categorical variables", arXiv 1604.06737, 2016): of the inputs X (B,I) those that
 * belong to no table go on as they are, in their order; behind them stands X_t·E_t of each table t,
 * which of a row with one category is the category's row of E_t, and zeros of a row with none.
 *
 * <p>These are products with matrices of one number a row, so the bits are those of dense layers
 * whose weights are E_t. Stateless: tables and scratch are in the {@link EmbeddingWorkspace}, the
 * way through is an {@link EmbeddingPass}.
 *
 * @param inputs I
 * @param tables in the order of their inputs, none of which belongs to two of them
 */
public record EmbeddingLayer(int inputs, List<EmbeddingTable> tables) implements Serializable {
  /** Far beyond what helps, and far below what an int holds. */
  private static final int MOST_NUMBERS = 1_000_000;

  public EmbeddingLayer {
    tables = List.copyOf(tables);
    int end = 0;
    for (EmbeddingTable table : tables) {
      require(
          table.from() >= end && table.to() <= inputs,
          "a table of the inputs from %d to %d does not fit behind input %d of %d",
          table.from(),
          table.to(),
          end,
          inputs);
      end = table.to();
    }
    requireFewOutputs(tables);
  }

  private static void requireFewOutputs(List<EmbeddingTable> tables) {
    long numbers = tables.stream().mapToLong(EmbeddingTable::dimension).sum();
    if (numbers > MOST_NUMBERS) {
      throw new InvalidConfigException(
          String.format(
              "Cannot embed into %,d numbers a row: expected at most %,d; lower network.embedding.dimension",
              numbers, MOST_NUMBERS));
    }
  }

  /** No table: all inputs go on as they are. */
  public static EmbeddingLayer none(int inputs) {
    return new EmbeddingLayer(inputs, List.of());
  }

  /** Whether all inputs go on as they are. */
  public boolean isNone() {
    return tables.isEmpty();
  }

  /** How many inputs go on as they are. */
  public int passed() {
    return inputs - tables.stream().mapToInt(EmbeddingTable::categories).sum();
  }

  /** How many numbers go on. */
  public int outputs() {
    return passed() + tables.stream().mapToInt(EmbeddingTable::dimension).sum();
  }
}
