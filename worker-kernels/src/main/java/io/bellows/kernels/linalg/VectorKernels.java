package io.bellows.kernels.linalg;

import io.bellows.kernels.random.RandomKey;
import jdk.incubator.vector.FloatVector;

/**
 * {@link DenseKernels} by the Vector API: matrices are in panels of 16 columns.
 *
 * <p>Each number of a product is one chain of fused multiply-adds along the inner dimension, from
 * the first to the last, so that results equal a plain triple loop with {@code Math.fma} bit for
 * bit, whatever the vectors' width. Tiles read their operands where they lie: activations as [panel
 * of 16 features][row][16], weights as [panel of 16 outputs][input][16]. The only product that
 * needs another order is dZ·Wᵀ: it is formed as (W·dZᵀ)ᵀ, so that small activations are transposed,
 * never W.
 *
 * <p>No static field here may need the Vector API: {@link Kernels} looks for it first.
 */
final class VectorKernels implements DenseKernels {
  private static final int PANEL = VectorTile.PANEL;
  private static final int ROWS = VectorTile.ROWS;

  private final VectorTile tile;
  private final float[] result = new float[VectorTile.SIZE];
  private final float[] zeros = new float[VectorTile.MOST_PANELS * PANEL];
  private final VectorColumnSums columnSums = new VectorColumnSums();
  private final VectorSparseProducts sparse = new VectorSparseProducts();
  private final VectorDropout dropout = new VectorDropout();
  private final VectorTileStack stack = new VectorTileStack();
  private float[] transposed = {};

  VectorKernels() {
    this.tile =
        switch (width()) {
          case 512 -> new VectorTile512();
          case 256 -> new VectorTile256();
          default -> new VectorTile128();
        };
  }

  /** How wide the vectors are that this machine uses, in bits: no wider than a panel's row. */
  static int width() {
    return Math.min(FloatVector.SPECIES_PREFERRED.vectorBitSize(), PANEL * Float.SIZE);
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public PanelMatrix matrix(int capacity, int columns) {
    return new VectorPanelMatrix(capacity, columns);
  }

  @Override
  public PanelMatrix weights(int inputs, int outputs) {
    return matrix(inputs, outputs);
  }

  @Override
  public void multiply(
      PanelMatrix A, PanelMatrix W, float[] b, PanelMatrix Z, Range rows, Range columns) {
    int end = panelsTo(columns);
    for (int panel = columns.from() / PANEL, count; panel < end; panel += count) {
      count = panelsOfTile(end - panel);
      for (int row = rows.from(); row < rows.to(); row += ROWS) {
        tile.multiply(
            A.data(),
            row * PANEL,
            A.panelLength(),
            W.data(),
            panel * W.panelLength(),
            W.panelLength(),
            count,
            A.columns(),
            b,
            panel * PANEL,
            Z.data(),
            panel * Z.panelLength() + row * PANEL,
            Z.panelLength());
      }
    }
  }

  @Override
  public void multiply(
      SparseMatrix A, PanelMatrix W, float[] b, PanelMatrix Z, Range rows, Range columns) {
    sparse.multiply(A, W, b, Z, rows, columns);
  }

  @Override
  public void multiplyByTransposed(
      PanelMatrix dZ, PanelMatrix W, PanelMatrix dA, Range rows, Range columns) {
    int panelLength = W.panels() * PANEL * PANEL;
    int panels = (rows.length() + PANEL - 1) / PANEL;
    transpose(dZ, rows, panelLength, panels);
    int end = panelsTo(columns) * PANEL;
    for (int panel = 0, count; panel < panels; panel += count) {
      count = panelsOfTile(panels - panel);
      for (int input = columns.from(); input < end; input += ROWS) {
        tile.multiply(
            W.data(),
            input * PANEL,
            W.panelLength(),
            transposed,
            panel * panelLength,
            panelLength,
            count,
            W.columns(),
            zeros,
            0,
            result,
            0,
            VectorTile.PANEL_SIZE);
        for (int i = 0; i < count; i++) {
          int row = rows.from() + (panel + i) * PANEL;
          transposeTile(i, dA.data(), dA.place(row, input));
        }
      }
    }
  }

  /** Rows of dZ as [panel of 16 rows][output][16 rows]. */
  private void transpose(PanelMatrix dZ, Range rows, int panelLength, int panels) {
    if (transposed.length < panels * panelLength) {
      transposed = new float[panels * panelLength];
    }
    float[] from = dZ.data();
    for (int panel = 0; panel < dZ.panels(); panel++) {
      for (int row = 0; row < rows.length(); row++) {
        int source = panel * dZ.panelLength() + (rows.from() + row) * PANEL;
        int target = row / PANEL * panelLength + panel * PANEL * PANEL + row % PANEL;
        for (int i = 0; i < PANEL; i++) {
          transposed[target + i * PANEL] = from[source + i];
        }
      }
    }
  }

  /** Panel i of the result, 8 inputs of 16 rows, into 16 rows of 8 inputs. */
  private void transposeTile(int i, float[] to, int place) {
    int from = i * VectorTile.PANEL_SIZE;
    for (int row = 0; row < PANEL; row++) {
      for (int input = 0; input < ROWS; input++) {
        to[place + row * PANEL + input] = result[from + input * PANEL + row];
      }
    }
  }

  @Override
  public void transposedMultiply(
      PanelMatrix A, PanelMatrix dZ, RowSums program, PanelMatrix W, Range columns, TileSink sink) {
    stack.grow(program.deepest());
    int end = panelsTo(columns);
    for (int panel = columns.from() / PANEL, count; panel < end; panel += count) {
      count = panelsOfTile(end - panel);
      for (int input = 0; input < A.columns(); input += VectorTileStack.INPUTS) {
        int inputs = Math.min(VectorTileStack.INPUTS, A.columns() - input);
        for (int i = 0; i < inputs; i += ROWS) {
          sumTile(A, input, i, dZ, panel, count, program);
        }
        int length = (inputs + ROWS - 1) / ROWS * VectorTile.PANEL_SIZE;
        for (int i = 0; i < count; i++) {
          int place = (panel + i) * W.panelLength() + input * PANEL;
          sink.accept(stack.data(), i * stack.panelLength(), place, length);
        }
      }
    }
  }

  /** Runs the program of sums on one tile: 8 inputs from the i-th of a block. */
  private void sumTile(
      PanelMatrix A, int block, int i, PanelMatrix dZ, int panel, int count, RowSums program) {
    int input = block + i;
    int x = input / PANEL * A.panelLength() + input % PANEL;
    int y = panel * dZ.panelLength();
    int top = 0;
    for (int step = 0; step < program.steps(); step++) {
      int from = program.from(step);
      int additions = program.additions(step);
      int target = stack.place(additions == 0 ? top : top - 1, i);
      tile.addTransposedProduct(
          A.data(),
          x + from * PANEL,
          dZ.data(),
          y + from * PANEL,
          dZ.panelLength(),
          count,
          program.to(step) - from,
          stack.data(),
          stack.panelLength(),
          additions == 0 ? stack.nothing() : target,
          target);
      for (int addition = 2; addition <= additions; addition++) {
        stack.add(top - addition, i, count);
      }
      top += 1 - additions;
    }
  }

  @Override
  public void transposedMultiply(
      SparseMatrix A, PanelMatrix dZ, RowSums sums, PanelMatrix W, Range columns, TileSink sink) {
    sparse.transposedMultiply(A, dZ, sums, W, columns, sink);
  }

  @Override
  public void columnSums(PanelMatrix dZ, RowSums sums, Range columns, TileSink sink) {
    columnSums.form(dZ, sums, columns, sink);
  }

  @Override
  public void drawFactors(
      RandomKey key, int c0, int c1, int c2, int threshold, float kept, float[] factors) {
    dropout.draw(key, c0, c1, c2, threshold, kept, factors);
  }

  private static int panelsTo(Range columns) {
    return (columns.to() + PANEL - 1) / PANEL;
  }

  /** 3, and in the end 2 twice rather than 3 and 1: a tile of one panel computes less a load. */
  private static int panelsOfTile(int left) {
    return left == 4 || left == 2 ? 2 : Math.min(VectorTile.MOST_PANELS, left);
  }
}
