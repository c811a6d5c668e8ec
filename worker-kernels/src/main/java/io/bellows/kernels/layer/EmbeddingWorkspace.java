package io.bellows.kernels.layer;

import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.LayerInput;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.SparseMatrix;
import java.util.List;

/**
 * An embedding's tables in the kernels' own layout, and the scratch of its passes; reused from
 * batch to batch. Several tasks may work on it at the same time, each on its own rows or columns.
 */
public final class EmbeddingWorkspace {
  /** What goes in, (B,I). */
  public final LayerInput input;

  /** The derivative by what comes out, (B,I′). */
  final PanelMatrix dOutputs;

  final List<Table> tables;

  /**
   * A table, the numbers of its inputs, and their product, in whose place the derivative comes
   * back.
   *
   * @param parameters E, (categories, dimension)
   * @param X (B, categories)
   * @param Z (B, dimension)
   */
  record Table(LayerParameters parameters, SparseMatrix X, PanelMatrix Z) {}

  /** Scratch for an embedding and at most {@code rows} rows a batch. */
  public EmbeddingWorkspace(EmbeddingLayer layer, DenseKernels kernels, int rows) {
    input = new LayerInput(kernels, rows, layer.inputs());
    dOutputs = kernels.matrix(rows, layer.outputs());
    tables = layer.tables().stream().map(table -> table(table, kernels, rows)).toList();
  }

  private static Table table(EmbeddingTable table, DenseKernels kernels, int rows) {
    return new Table(
        LayerParameters.zeros(kernels, table.categories(), table.dimension(), 0),
        new SparseMatrix(rows, table.categories()),
        kernels.matrix(rows, table.dimension()));
  }

  /** The parameters of each table. */
  public List<LayerParameters> parameters() {
    return tables.stream().map(Table::parameters).toList();
  }

  /** Sets the number of rows of the next batch. */
  public void reshape(int rows) {
    input.reshape(rows);
    dOutputs.reshape(rows);
    for (Table table : tables) {
      table.X.reshape(rows);
      table.Z.reshape(rows);
    }
  }
}
