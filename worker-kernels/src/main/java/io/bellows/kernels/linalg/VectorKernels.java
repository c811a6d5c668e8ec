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

  /** Inputs whose sums a sink gets at once: 4 kB of each panel. */
  private static final int BLOCK_INPUTS = 64;

  private static final int BLOCK_PANEL = BLOCK_INPUTS * PANEL;

  private final VectorTile tile;
  private final float[] result = new float[VectorTile.SIZE];
  private final float[] zeros = new float[VectorTile.MOST_PANELS * PANEL];
  private final VectorColumnSums columnSums = new VectorColumnSums();
  private final VectorDropout dropout = new VectorDropout();
  private final float[] block = new float[VectorTile.MOST_PANELS * BLOCK_PANEL];
  private float[][] stack = new float[1][VectorTile.SIZE];
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
    return new PanelMatrix(capacity, columns, PANEL, GRAIN);
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
            result);
        for (int i = 0; i < count; i++) {
          System.arraycopy(
              result,
              i * VectorTile.PANEL_SIZE,
              Z.data(),
              (panel + i) * Z.panelLength() + row * PANEL,
              VectorTile.PANEL_SIZE);
        }
      }
    }
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
            result);
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
      PanelMatrix A, PanelMatrix dZ, RowSums sums, PanelMatrix W, Range columns, TileSink sink) {
    growStack(sums.deepest());
    int end = panelsTo(columns);
    for (int panel = columns.from() / PANEL, count; panel < end; panel += count) {
      count = panelsOfTile(end - panel);
      for (int input = 0; input < A.columns(); input += BLOCK_INPUTS) {
        int inputs = Math.min(BLOCK_INPUTS, A.columns() - input);
        for (int i = 0; i < inputs; i += ROWS) {
          sumTile(A, input + i, dZ, panel, count, sums);
          copyTile(count, i);
        }
        int length = (inputs + ROWS - 1) / ROWS * VectorTile.PANEL_SIZE;
        for (int i = 0; i < count; i++) {
          int place = (panel + i) * W.panelLength() + input * PANEL;
          sink.accept(block, i * BLOCK_PANEL, place, length);
        }
      }
    }
  }

  /** The stack is an array for each place: within one the JVM could not tell sums apart. */
  private void growStack(int depth) {
    if (stack.length < depth) {
      stack = new float[depth][VectorTile.SIZE];
    }
  }

  /** Runs the program of sums on one tile. */
  private void sumTile(
      PanelMatrix A, int input, PanelMatrix dZ, int panel, int count, RowSums sums) {
    int size = count * VectorTile.PANEL_SIZE;
    int x = input / PANEL * A.panelLength() + input % PANEL;
    int y = panel * dZ.panelLength();
    int top = 0;
    for (int step = 0; step < sums.steps(); step++) {
      if (sums.isAddition(step)) {
        top--;
        add(stack[top], stack[top - 1], size);
      } else {
        int from = sums.from(step);
        tile.multiplyTransposed(
            A.data(),
            x + from * PANEL,
            dZ.data(),
            y + from * PANEL,
            dZ.panelLength(),
            count,
            sums.to(step) - from,
            stack[top]);
        top++;
      }
    }
  }

  private static void add(float[] numbers, float[] sum, int length) {
    for (int i = 0; i < length; i++) {
      sum[i] += numbers[i];
    }
  }

  /** Puts a finished tile beside those of other inputs, so that sinks work on long runs. */
  private void copyTile(int count, int input) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(
          stack[0],
          i * VectorTile.PANEL_SIZE,
          block,
          i * BLOCK_PANEL + input * PANEL,
          VectorTile.PANEL_SIZE);
    }
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
