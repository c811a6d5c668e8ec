package io.bellows.kernels.layer;

import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.LayerInput;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;
import io.bellows.kernels.linalg.RowSums;
import io.bellows.kernels.linalg.SparseMatrix;
import io.bellows.kernels.linalg.TileSink;
import java.util.Arrays;

/**
 * The way of rows through an {@link EmbeddingLayer}. One task's: it holds scratch. Tables are
 * counted, not iterated over: a round allocates nothing.
 */
public final class EmbeddingPass {
  private static final int EMBEDDED = -1;

  private final EmbeddingLayer layer;
  private final DenseKernels kernels;
  private final int passed;
  private final float[] inputs;
  private final float[] outputs;
  private final int[] places;
  private final float[] noBias;
  private final Range[] dimensions;
  private final Range embedded;

  /** A task's hands on an embedding. */
  public EmbeddingPass(EmbeddingLayer layer, DenseKernels kernels) {
    this.layer = layer;
    this.kernels = kernels;
    this.passed = layer.passed();
    this.inputs = new float[layer.inputs()];
    this.outputs = new float[layer.outputs()];
    this.places = places(layer);
    this.dimensions =
        layer.tables().stream().map(table -> Range.of(table.dimension())).toArray(Range[]::new);
    int widest = Arrays.stream(dimensions).mapToInt(Range::length).max().orElse(0);
    this.noBias = new float[LayerParameters.vectorLength(widest)];
    this.embedded = new Range(passed / DenseKernels.GRAIN * DenseKernels.GRAIN, layer.outputs());
  }

  /** Where each input goes on, or that it is embedded. */
  private static int[] places(EmbeddingLayer layer) {
    int[] places = new int[layer.inputs()];
    for (EmbeddingTable table : layer.tables()) {
      Arrays.fill(places, table.from(), table.to(), EMBEDDED);
    }
    int next = 0;
    for (int input = 0; input < places.length; input++) {
      if (places[input] != EMBEDDED) {
        places[input] = next++;
      }
    }
    return places;
  }

  /**
   * Looks rows up.
   *
   * @param workspace holds X and the tables; its scratch is modified in these rows
   * @param next the first dense layer's; its input is modified in these rows
   */
  public void forward(EmbeddingWorkspace workspace, DenseWorkspace next, Range rows) {
    for (int row = rows.from(); row < rows.to(); row++) {
      divide(workspace, row);
    }
    for (int table = 0; table < dimensions.length; table++) {
      EmbeddingWorkspace.Table held = workspace.tables.get(table);
      kernels.multiply(held.X(), held.parameters().W(), noBias, held.Z(), rows, dimensions[table]);
    }
    for (int row = rows.from(); row < rows.to(); row++) {
      pass(workspace.input, row);
      int at = passed;
      for (int table = 0; table < dimensions.length; table++) {
        PanelMatrix Z = workspace.tables.get(table).Z();
        Z.getRow(row, outputs, at);
        at += Z.columns();
      }
      next.input.dense().setRow(row, outputs, 0);
    }
  }

  /** Gives each table the numbers of its inputs. */
  private void divide(EmbeddingWorkspace workspace, int row) {
    boolean isSparse = workspace.input.isSparse();
    if (!isSparse) {
      workspace.input.dense().getRow(row, inputs, 0);
    }
    for (int table = 0; table < dimensions.length; table++) {
      SparseMatrix X = workspace.tables.get(table).X();
      int from = layer.tables().get(table).from();
      if (isSparse) {
        X.setRow(row, workspace.input.sparse(), from);
      } else {
        X.setRow(row, inputs, from);
      }
    }
  }

  /** Takes the inputs that go on as they are. */
  private void pass(LayerInput input, int row) {
    if (input.isSparse()) {
      Arrays.fill(outputs, 0, passed, 0f);
      SparseMatrix sparse = input.sparse();
      for (int i = 0; i < sparse.count(row); i++) {
        pass(sparse.places(row)[i], sparse.numbers(row)[i]);
      }
    } else {
      input.dense().getRow(row, inputs, 0);
      for (int i = 0; i < inputs.length; i++) {
        pass(i, inputs[i]);
      }
    }
  }

  private void pass(int input, float number) {
    if (places[input] != EMBEDDED) {
      outputs[places[input]] = number;
    }
  }

  /**
   * The derivative by what was looked up.
   *
   * @param workspace its scratch is modified in these rows
   * @param first the first dense layer
   * @param next its workspace, which holds dZ
   */
  public void backward(
      EmbeddingWorkspace workspace, DenseLayer first, DenseWorkspace next, Range rows) {
    PanelMatrix dOutputs = workspace.dOutputs;
    first.backwardToInput(kernels, next, dOutputs, rows, embedded);
    for (int row = rows.from(); row < rows.to(); row++) {
      dOutputs.getRow(row, outputs, 0);
      int at = passed;
      for (int table = 0; table < dimensions.length; table++) {
        PanelMatrix Z = workspace.tables.get(table).Z();
        Z.setRow(row, outputs, at);
        at += Z.columns();
      }
    }
  }

  /**
   * dE = Xᵀ·dZ of a table, for some of its dimensions.
   *
   * @param sink receives dE at the places of E
   */
  public void gradient(
      int table, EmbeddingWorkspace workspace, RowSums sums, Range columns, TileSink sink) {
    EmbeddingWorkspace.Table held = workspace.tables.get(table);
    kernels.transposedMultiply(held.X(), held.Z(), sums, held.parameters().W(), columns, sink);
  }
}
