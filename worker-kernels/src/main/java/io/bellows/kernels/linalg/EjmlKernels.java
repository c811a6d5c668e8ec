package io.bellows.kernels.linalg;

import io.bellows.kernels.random.RandomKey;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.block.TileMultiplication_F32;
import org.ejml.dense.row.mult.MatrixMatrixMult_FDRM;

/**
 * {@link DenseKernels} by EJML, on any JVM: matrices are row-major.
 *
 * <p>EJML's dispatcher picks an algorithm by shape, and its algorithms add in different orders. The
 * ones called here by name add along the inner dimension from first to last (four products at a
 * time in the first) for every shape, and their inner loop runs over a row, which the JVM turns
 * into vector instructions. EJML's product with a transposed right operand does not, so that W is
 * transposed first.
 */
public final class EjmlKernels implements DenseKernels {
  private static final int HALF = 16;
  private static final int LOW_HALF = 0xFFFF;

  private final FMatrixRMaj left = new FMatrixRMaj(0, 0);
  private final FMatrixRMaj right = new FMatrixRMaj(0, 0);
  private FMatrixRMaj[] stack = {new FMatrixRMaj(0, 0)};
  private float[] transposed = {};
  private final ColumnSums columnSums = new ColumnSums();
  private final EjmlSparseProducts sparse = new EjmlSparseProducts();
  private final int[] draw = new int[DropoutBits.WORDS];

  @Override
  public String name() {
    return "ejml";
  }

  @Override
  public PanelMatrix matrix(int capacity, int columns) {
    return new PanelMatrix(capacity, columns, columns, 1);
  }

  @Override
  public PanelMatrix weights(int inputs, int outputs) {
    return matrix(inputs, outputs);
  }

  @Override
  public void multiply(
      PanelMatrix A, PanelMatrix W, float[] b, PanelMatrix Z, Range rows, Range columns) {
    for (int row = rows.from(); row < rows.to(); row++) {
      System.arraycopy(b, columns.from(), Z.data(), Z.place(row, columns.from()), columns.length());
    }
    addProduct(A, W.data(), columns.from(), W.columns(), Z, rows, columns);
  }

  @Override
  public void multiply(
      SparseMatrix A, PanelMatrix W, float[] b, PanelMatrix Z, Range rows, Range columns) {
    sparse.multiply(A, W, b, Z, rows, columns);
  }

  @Override
  public void multiplyByTransposed(
      PanelMatrix dZ, PanelMatrix W, PanelMatrix dA, Range rows, Range columns) {
    int outputs = W.columns();
    int width = columns.length();
    if (transposed.length < outputs * width) {
      transposed = new float[outputs * width];
    }
    for (int input = 0; input < width; input++) {
      int from = W.place(columns.from() + input, 0);
      for (int output = 0; output < outputs; output++) {
        transposed[output * width + input] = W.data()[from + output];
      }
    }
    for (int row = rows.from(); row < rows.to(); row++) {
      int first = dA.place(row, columns.from());
      Arrays.fill(dA.data(), first, first + width, 0f);
    }
    addProduct(dZ, transposed, 0, width, dA, rows, columns);
  }

  /** C += A·B for some rows and columns of C; B row-major from a place on. */
  private static void addProduct(
      PanelMatrix A,
      float[] B,
      int place,
      int rowLength,
      PanelMatrix C,
      Range rows,
      Range columns) {
    TileMultiplication_F32.tileMultPlus(
        A.data(),
        B,
        C.data(),
        rows.length(),
        A.columns(),
        columns.length(),
        A.columns(),
        rowLength,
        C.columns(),
        A.place(rows.from(), 0),
        place,
        C.place(rows.from(), columns.from()));
  }

  @Override
  public void transposedMultiply(
      PanelMatrix A, PanelMatrix dZ, RowSums sums, PanelMatrix W, Range columns, TileSink sink) {
    growStack(sums.deepest());
    int top = 0;
    for (int step = 0; step < sums.steps(); step++) {
      copy(A, new Range(sums.from(step), sums.to(step)), Range.of(A.columns()), left);
      copy(dZ, new Range(sums.from(step), sums.to(step)), columns, right);
      MatrixMatrixMult_FDRM.multTransA_reorder(left, right, stack[top]);
      for (int addition = sums.additions(step); addition > 0; addition--) {
        top--;
        add(stack[top + 1], stack[top]);
      }
      top++;
    }
    for (int input = 0; input < A.columns(); input++) {
      sink.accept(
          stack[0].data,
          input * columns.length(),
          W.place(input, columns.from()),
          columns.length());
    }
  }

  private static void add(FMatrixRMaj other, FMatrixRMaj sum) {
    for (int i = 0, length = other.getNumElements(); i < length; i++) {
      sum.data[i] += other.data[i];
    }
  }

  private void growStack(int depth) {
    if (stack.length < depth) {
      FMatrixRMaj[] grown = Arrays.copyOf(stack, depth);
      for (int i = stack.length; i < depth; i++) {
        grown[i] = new FMatrixRMaj(0, 0);
      }
      stack = grown;
    }
  }

  private static void copy(PanelMatrix from, Range rows, Range columns, FMatrixRMaj to) {
    to.reshape(rows.length(), columns.length());
    for (int row = 0; row < rows.length(); row++) {
      System.arraycopy(
          from.data(),
          from.place(rows.from() + row, columns.from()),
          to.data,
          row * columns.length(),
          columns.length());
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
    for (int block = 0; block * DropoutBits.UNITS < factors.length; block++) {
      for (int number = 0; number < DropoutBits.DRAWS; number++) {
        key.draw(c0, c1, c2, block * DropoutBits.DRAWS + number, draw);
        for (int word = 0; word < DropoutBits.WORDS; word++) {
          int unit = block * DropoutBits.UNITS + DropoutBits.firstUnit(number, word);
          set(factors, unit, (draw[word] & LOW_HALF) < threshold ? 0f : kept);
          set(factors, unit + HALF, draw[word] >>> HALF < threshold ? 0f : kept);
        }
      }
    }
  }

  private static void set(float[] factors, int unit, float factor) {
    if (unit < factors.length) {
      factors[unit] = factor;
    }
  }
}
