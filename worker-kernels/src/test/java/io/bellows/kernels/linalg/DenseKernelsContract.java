package io.bellows.kernels.linalg;

import static io.bellows.kernels.TestMatrices.gaussian;
import static io.bellows.kernels.TestMatrices.numbers;
import static io.bellows.kernels.TestMatrices.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMatrices;
import io.bellows.kernels.random.RandomKey;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every implementation of {@link DenseKernels} must do, told through the interface: nothing
 * here knows a layout.
 *
 * <p>Rows on their way through a network are put into used matrices, which are full of NaN where
 * nothing was set; a number of a result that is not NaN has therefore seen nothing else.
 */
abstract class DenseKernelsContract {
  private static final int[] SIZES = {1, 2, 3, 7, 8, 9, 31, 33, 127};
  private static final int CUBE = SIZES.length * SIZES.length * SIZES.length;

  /** Inner dimensions, beside powers of two and beyond any block. */
  private static final int[] INNER = {
    1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 127, 128, 129, 300
  };

  /** Where 90 rows are cut into seven chains, of one row and of many. */
  private static final int[] CUTS = {0, 1, 18, 20, 52, 60, 75, 90};

  private static final int GRAIN = DenseKernels.GRAIN;

  /** The unit roundoff of float. */
  private static final double EPSILON = 0x1p-24;

  private final DenseKernels kernels = kernels();

  /** The implementation, newly made. */
  abstract DenseKernels kernels();

  @Test
  void matrixAndWeights_new_areZerosOfTheirShape() {
    for (PanelMatrix matrix :
        new PanelMatrix[] {kernels.matrix(5, 19), kernels.weights(5, 19), kernels.matrix(0, 3)}) {
      assertThat(matrix.rows()).isEqualTo(matrix.capacity());
      assertThat(matrix.data()).containsOnly(new float[matrix.data().length]);
    }
    assertThat(numbers(kernels.matrix(5, 19))).hasSize(95);
    assertThat(numbers(kernels.weights(5, 19))).hasSize(95);
  }

  @Test
  void multiply_allSizes_isWithinTheBoundOfTheDoubleProduct() {
    int compared = 0;
    for (int m : SIZES) {
      for (int k : SIZES) {
        for (int n : SIZES) {
          FMatrixRMaj A = gaussian(m, k, 1);
          FMatrixRMaj W = gaussian(k, n, 2);
          assertWithinBound(multiply(A, W, new float[n]), A, W, new float[n]);
          float[] b = gaussian(1, n, 3).data;
          assertWithinBound(multiply(A, W, b), A, W, b);
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(CUBE);
  }

  @Test
  void multiplyByTransposed_allSizes_isWithinTheBoundOfTheDoubleProduct() {
    int compared = 0;
    for (int m : SIZES) {
      for (int k : SIZES) {
        for (int n : SIZES) {
          FMatrixRMaj dZ = gaussian(m, k, 3);
          FMatrixRMaj W = gaussian(n, k, 4);
          assertWithinBound(multiplyByTransposed(dZ, W), dZ, transposed(W), new float[n]);
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(CUBE);
  }

  @Test
  void transposedMultiply_allSizes_isWithinTheBoundOfTheDoubleProduct() {
    int compared = 0;
    for (int m : SIZES) {
      for (int k : SIZES) {
        for (int n : SIZES) {
          FMatrixRMaj A = gaussian(k, m, 3);
          FMatrixRMaj dZ = gaussian(k, n, 4);
          assertWithinBound(
              transposedMultiply(A, dZ, RowSums.over(k)), transposed(A), dZ, new float[n]);
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(CUBE);
  }

  /** Invariant 1: rows and columns may be cut into tasks at any multiple of the grain. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 33, 127, 300})
  void multiply_anyPart_hasTheBitsOfTheWhole(int k) {
    FMatrixRMaj A = gaussian(67, k, 6);
    FMatrixRMaj W = gaussian(k, 51, 7);
    float[] b = gaussian(1, 51, 8).data;
    float[] whole = numbers(multiply(A, W, b));
    PanelMatrix inputs = used(A);
    PanelMatrix weights = TestKernels.weights(kernels, W);
    int parts = 0;
    for (Range rows : ranges(67)) {
      for (Range columns : ranges(51)) {
        PanelMatrix part = stale(67, 51);
        kernels.multiply(inputs, weights, TestKernels.biases(b), part, rows, columns);
        assertPart(part, whole, rows, columns);
        parts++;
      }
    }
    assertThat(parts).isEqualTo(15 * 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 33, 127, 300})
  void multiplyByTransposed_anyPart_hasTheBitsOfTheWhole(int k) {
    FMatrixRMaj dZ = gaussian(67, k, 6);
    FMatrixRMaj W = gaussian(51, k, 7);
    float[] whole = numbers(multiplyByTransposed(dZ, W));
    PanelMatrix derivatives = used(dZ);
    PanelMatrix weights = TestKernels.weights(kernels, W);
    int parts = 0;
    for (Range rows : ranges(67)) {
      for (Range columns : ranges(51)) {
        PanelMatrix part = stale(67, 51);
        kernels.multiplyByTransposed(derivatives, weights, part, rows, columns);
        assertPart(part, whole, rows, columns);
        parts++;
      }
    }
    assertThat(parts).isEqualTo(15 * 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 33, 127, 300})
  void transposedMultiplyAndColumnSums_anyColumns_haveTheBitsOfTheWhole(int k) {
    FMatrixRMaj A = gaussian(k, 13, 8);
    FMatrixRMaj dZ = gaussian(k, 51, 9);
    float[] whole = numbers(transposedMultiply(A, dZ, RowSums.over(k)));
    float[] wholeSums = columnSums(dZ, RowSums.over(k), Range.of(51));
    int parts = 0;
    for (Range columns : ranges(51)) {
      FMatrixRMaj part = transposedMultiply(A, dZ, RowSums.over(k), columns);
      float[] sums = columnSums(dZ, RowSums.over(k), columns);
      for (int column = 0; column < 51; column++) {
        boolean isOfThese = column >= columns.from() && column < columns.to();
        for (int row = 0; row < 13; row++) {
          assertBits(part.get(row, column), isOfThese ? whole[row * 51 + column] : Float.NaN);
        }
        assertBits(sums[column], isOfThese ? wholeSums[column] : Float.NaN);
      }
      parts++;
    }
    assertThat(parts).isEqualTo(10);
  }

  /** Invariant 1: rows may be taken in any company. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 33, 127, 300})
  void bothProducts_partOfTheRows_haveTheBitsOfTheWhole(int k) {
    int m = 67;
    int n = 19;
    FMatrixRMaj A = gaussian(m, k, 6);
    FMatrixRMaj W = gaussian(k, n, 7);
    float[] b = gaussian(1, n, 8).data;
    FMatrixRMaj whole = multiply(A, W, b);
    FMatrixRMaj wholeByTransposed = multiplyByTransposed(A, transposed(W));
    for (int size : new int[] {1, 2, 8, 31, 66}) {
      for (int from = 0; from < m; from += size) {
        int to = Math.min(m, from + size);
        assertSameBits(multiply(rows(A, from, to), W, b), rows(whole, from, to));
        assertSameBits(
            multiplyByTransposed(rows(A, from, to), transposed(W)),
            rows(wholeByTransposed, from, to));
      }
    }
  }

  /** Invariants 1 and 2 for Aᵀ·dZ, whose rows are A's columns. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 33, 127, 300})
  void transposedMultiply_oneInput_hasTheBitsOfTheWhole(int k) {
    FMatrixRMaj A = gaussian(k, 13, 8);
    FMatrixRMaj dZ = gaussian(k, 19, 9);
    FMatrixRMaj whole = transposedMultiply(A, dZ, RowSums.over(k));
    for (int input = 0; input < 13; input++) {
      assertSameBits(
          transposedMultiply(column(A, input), dZ, RowSums.over(k)), rows(whole, input, input + 1));
    }
  }

  /** Invariant 2: one row and one column alone, so another shape with the same inner dimension. */
  @Test
  void allProducts_oneRowAndColumn_addInTheSameOrderAsMany() {
    int compared = 0;
    for (int k : INNER) {
      for (int m : new int[] {1, 17, 40}) {
        for (int n : new int[] {1, 23, 49}) {
          FMatrixRMaj A = gaussian(m, k, 10);
          FMatrixRMaj B = gaussian(k, n, 11);
          float[] b = gaussian(1, n, 12).data;
          FMatrixRMaj product = multiply(A, B, b);
          FMatrixRMaj byTransposed = multiplyByTransposed(A, transposed(B));
          FMatrixRMaj transposedLeft = transposedMultiply(transposed(A), B, RowSums.over(k));
          for (int row = 0; row < m; row += 5) {
            for (int column = 0; column < n; column += 7) {
              FMatrixRMaj a = rows(A, row, row + 1);
              FMatrixRMaj w = column(B, column);
              float bias = b[column];
              assertBits(multiply(a, w, bias).get(0, 0), product.get(row, column));
              assertBits(
                  multiplyByTransposed(a, transposed(w)).get(0, 0), byTransposed.get(row, column));
              assertBits(
                  transposedMultiply(transposed(a), w, RowSums.over(k)).get(0, 0),
                  transposedLeft.get(row, column));
              compared++;
            }
          }
        }
      }
    }
    assertThat(compared).isEqualTo(INNER.length * (1 + 4 + 8) * (1 + 4 + 7));
  }

  /** Invariant 1: not even a number that is not one spreads beyond its row or column. */
  @Test
  void allProducts_nanInAnotherRowOrColumn_changesNoBit() {
    int m = 35;
    int k = 37;
    int n = 39;
    FMatrixRMaj A = gaussian(m, k, 1);
    FMatrixRMaj B = gaussian(k, n, 2);
    float[] b = gaussian(1, n, 3).data;
    FMatrixRMaj brokenA = A.copy();
    FMatrixRMaj brokenB = B.copy();
    for (int i = 0; i < k; i++) {
      brokenA.set(20, i, Float.NaN);
      brokenB.set(i, 17, Float.NaN);
    }
    FMatrixRMaj[] whole = {
      multiply(A, B, b),
      multiplyByTransposed(A, transposed(B)),
      transposedMultiply(transposed(A), B, RowSums.over(k))
    };
    FMatrixRMaj[] broken = {
      multiply(brokenA, brokenB, b),
      multiplyByTransposed(brokenA, transposed(brokenB)),
      transposedMultiply(transposed(brokenA), brokenB, RowSums.over(k))
    };
    for (int product = 0; product < 3; product++) {
      for (int row = 0; row < m; row++) {
        for (int column = 0; column < n; column++) {
          boolean isBroken = row == 20 || column == 17;
          float expected = isBroken ? Float.NaN : whole[product].get(row, column);
          assertBits(broken[product].get(row, column), expected);
        }
      }
    }
  }

  /** Sums of chains, added in the order of the program: the tree of shares, run in the kernels. */
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 17", "16, 16", "19, 33", "70, 47", "130, 5"})
  void transposedMultiply_program_addsChainsInItsOrder(int inputs, int outputs) {
    FMatrixRMaj A = gaussian(90, inputs, 1);
    FMatrixRMaj dZ = gaussian(90, outputs, 2);
    FMatrixRMaj[] chains = new FMatrixRMaj[7];
    for (int chain = 0; chain < 7; chain++) {
      RowSums alone = new RowSums();
      alone.chain(CUTS[chain], CUTS[chain + 1]);
      chains[chain] = transposedMultiply(A, dZ, alone);
      assertSameBits(
          chains[chain],
          transposedMultiply(
              rows(A, CUTS[chain], CUTS[chain + 1]),
              rows(dZ, CUTS[chain], CUTS[chain + 1]),
              RowSums.over(CUTS[chain + 1] - CUTS[chain])));
    }
    FMatrixRMaj tree =
        plus(
            plus(plus(chains[0], chains[1]), plus(chains[2], chains[3])),
            plus(plus(chains[4], chains[5]), chains[6]));
    assertSameBits(transposedMultiply(A, dZ, tree()), tree);
    FMatrixRMaj inOrder = chains[0];
    for (int chain = 1; chain < 7; chain++) {
      inOrder = plus(inOrder, chains[chain]);
    }
    assertSameBits(transposedMultiply(A, dZ, oneAfterTheOther()), inOrder);
    if (inputs * outputs > 1) {
      assertThat(numbers(tree)).as("the order matters").isNotEqualTo(numbers(inOrder));
    }
  }

  @Test
  void transposedMultiply_programsOfOtherDepths_seeNothingOfEachOther() {
    FMatrixRMaj A = gaussian(90, 20, 1);
    FMatrixRMaj dZ = gaussian(90, 40, 2);
    FMatrixRMaj[] first =
        new FMatrixRMaj[] {
          transposedMultiply(A, dZ, tree()), transposedMultiply(A, dZ, RowSums.over(90))
        };
    FMatrixRMaj small = transposedMultiply(rows(A, 0, 3), rows(dZ, 0, 3), RowSums.over(3));
    assertSameBits(transposedMultiply(A, dZ, tree()), first[0]);
    assertSameBits(transposedMultiply(A, dZ, RowSums.over(90)), first[1]);
    assertSameBits(transposedMultiply(rows(A, 0, 3), rows(dZ, 0, 3), RowSums.over(3)), small);
  }

  /** Where there is no number of dW, an optimizer's step may be applied: zeros do nothing to it. */
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 17", "16, 16", "19, 33"})
  void transposedMultiply_placesBeyondTheMatrix_receiveOnlyZeros(int inputs, int outputs) {
    PanelMatrix A = TestKernels.matrix(kernels, gaussian(21, inputs, 1));
    PanelMatrix dZ = TestKernels.matrix(kernels, gaussian(21, outputs, 2));
    PanelMatrix W = kernels.weights(inputs, outputs);
    int[] received = new int[1];
    kernels.transposedMultiply(
        A,
        dZ,
        RowSums.over(21),
        W,
        Range.of(outputs),
        (sums, from, place, length) -> {
          assertThat(place).isNotNegative();
          assertThat(place + length).isLessThanOrEqualTo(W.data().length);
          float[] beyond = Arrays.copyOfRange(sums, from, from + length);
          W.forEachRowPart(
              place,
              length,
              (row, column, start, count) -> {
                Arrays.fill(beyond, start, start + count, 0f);
                received[0] += count;
              });
          for (float number : beyond) {
            assertThat(Math.abs(number)).isZero();
          }
        });
    assertThat(received[0]).isEqualTo(inputs * outputs);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 15, 16, 17, 40, 127, 128, 129})
  void columnSums_program_areThoseOfPlainLoops(int outputs) {
    FMatrixRMaj dZ = gaussian(90, outputs, 2);
    float[][] chains = new float[7][outputs];
    float[] whole = new float[outputs];
    for (int column = 0; column < outputs; column++) {
      for (int chain = 0; chain < 7; chain++) {
        for (int row = CUTS[chain]; row < CUTS[chain + 1]; row++) {
          chains[chain][column] += dZ.get(row, column);
          whole[column] += dZ.get(row, column);
        }
      }
    }
    float[] tree = new float[outputs];
    for (int i = 0; i < outputs; i++) {
      float left = (chains[0][i] + chains[1][i]) + (chains[2][i] + chains[3][i]);
      tree[i] = left + ((chains[4][i] + chains[5][i]) + chains[6][i]);
    }
    Range columns = Range.of(outputs);
    assertThat(columnSums(dZ, RowSums.over(90), columns)).containsExactly(whole);
    assertThat(columnSums(dZ, tree(), columns)).containsExactly(tree);
    assertThat(columnSums(dZ, RowSums.over(90), columns)).containsExactly(whole);
  }

  /** What a larger batch left behind must not be seen, wherever it stands. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 32})
  void allOperations_fewerRowsThanCapacity_areAsWithoutRoomForMore(int m) {
    int k = 21;
    int n = 37;
    FMatrixRMaj A = gaussian(m, k, 1);
    FMatrixRMaj W = gaussian(k, n, 2);
    FMatrixRMaj dZ = gaussian(m, n, 3);
    float[] b = gaussian(1, n, 4).data;
    PanelMatrix weights = TestKernels.weights(kernels, W);
    PanelMatrix inputs = reused(33, A);
    PanelMatrix derivatives = reused(33, dZ);
    PanelMatrix outputs = stale(33, n);
    outputs.reshape(m);
    PanelMatrix dA = stale(33, k);
    dA.reshape(m);
    float[] biases = TestKernels.biases(b);
    kernels.multiply(inputs, weights, biases, outputs, Range.of(m), Range.of(n));
    kernels.multiplyByTransposed(derivatives, weights, dA, Range.of(m), Range.of(k));

    PanelMatrix exactInputs = TestKernels.matrix(kernels, A);
    PanelMatrix exactDerivatives = TestKernels.matrix(kernels, dZ);
    PanelMatrix exactOutputs = kernels.matrix(m, n);
    PanelMatrix exactDA = kernels.matrix(m, k);
    kernels.multiply(exactInputs, weights, biases, exactOutputs, Range.of(m), Range.of(n));
    kernels.multiplyByTransposed(exactDerivatives, weights, exactDA, Range.of(m), Range.of(k));

    assertThat(numbers(outputs)).hasSize(m * n).containsExactly(numbers(exactOutputs));
    assertThat(numbers(dA)).hasSize(m * k).containsExactly(numbers(exactDA));
    RowSums sums = RowSums.over(m);
    Range columns = Range.of(n);
    assertSameBits(
        collect(inputs, derivatives, sums, columns),
        collect(exactInputs, exactDerivatives, sums, columns));
    assertThat(collectSums(derivatives, sums, columns))
        .containsExactly(collectSums(exactDerivatives, sums, columns));
  }

  @Test
  void allOperations_operands_areNotModified() {
    PanelMatrix A = used(gaussian(20, 21, 1));
    PanelMatrix dZ = used(gaussian(20, 37, 2));
    PanelMatrix W = TestKernels.weights(kernels, gaussian(21, 37, 3));
    float[] b = TestKernels.biases(gaussian(1, 37, 4).data);
    float[][] operands = {A.data(), dZ.data(), W.data(), b};
    float[][] before = Arrays.stream(operands).map(float[]::clone).toArray(float[][]::new);
    kernels.multiply(A, W, b, kernels.matrix(20, 37), Range.of(20), Range.of(37));
    kernels.multiplyByTransposed(dZ, W, kernels.matrix(20, 21), Range.of(20), Range.of(21));
    collect(A, dZ, RowSums.over(20), Range.of(37));
    collectSums(dZ, RowSums.over(20), Range.of(37));
    for (int i = 0; i < before.length; i++) {
      assertThat(operands[i]).containsExactly(before[i]);
    }
  }

  /** Shapes of the sparse products' tests: rows, inputs, outputs. */
  private static final int[][] SPARSE_SHAPES = {
    {1, 1, 1}, {3, 5, 2}, {8, 16, 16}, {33, 7, 17}, {90, 129, 40}, {90, 66, 51}, {17, 300, 3}
  };

  @Test
  void sparseMultiply_anyZeros_hasTheBitsOfTheDenseProduct() {
    int compared = 0;
    for (int[] shape : SPARSE_SHAPES) {
      for (double density : new double[] {0, 0.02, 0.3, 1}) {
        for (boolean isTiny : new boolean[] {false, true}) {
          FMatrixRMaj A = withZeros(shape[0], shape[1], density, isTiny, 1);
          FMatrixRMaj W = withZeros(shape[1], shape[2], 0.8, isTiny, 2);
          float[] b = withZeros(1, shape[2], 0.3, isTiny, 3).data;
          PanelMatrix weights = TestKernels.weights(kernels, W);
          PanelMatrix dense = stale(shape[0], shape[2]);
          PanelMatrix sparse = stale(shape[0], shape[2]);
          for (Range rows : ranges(shape[0])) {
            for (Range columns : ranges(shape[2])) {
              float[] biases = TestKernels.biases(b);
              kernels.multiply(used(A), weights, biases, dense, rows, columns);
              kernels.multiply(sparse(A), weights, biases, sparse, rows, columns);
            }
          }
          assertRawBits(numbers(sparse), numbers(dense));
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(SPARSE_SHAPES.length * 4 * 2);
  }

  @Test
  void sparseTransposedMultiply_anyZeros_hasTheBitsOfTheDenseProduct() {
    int compared = 0;
    for (int[] shape : SPARSE_SHAPES) {
      for (double density : new double[] {0, 0.02, 0.3, 1}) {
        for (boolean isTiny : new boolean[] {false, true}) {
          FMatrixRMaj A = withZeros(shape[0], shape[1], density, isTiny, 4);
          FMatrixRMaj dZ = withZeros(shape[0], shape[2], 0.6, isTiny, 5);
          for (RowSums sums : sums(shape[0])) {
            for (Range columns : ranges(shape[2])) {
              assertSameSums(A, dZ, sums, columns);
            }
          }
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(SPARSE_SHAPES.length * 4 * 2);
  }

  /** Zeros times negative numbers are negative zeros, which EJML's sums begin with. */
  @Test
  void sparseTransposedMultiply_negativeDerivatives_hasTheSignsOfTheDenseProduct() {
    FMatrixRMaj dZ = gaussian(90, 40, 1);
    for (int i = 0; i < dZ.getNumElements(); i++) {
      dZ.data[i] = -Math.abs(dZ.data[i]);
    }
    for (RowSums sums : sums(90)) {
      assertSameSums(new FMatrixRMaj(90, 66), dZ, sums, Range.of(40));
      assertSameSums(withZeros(90, 66, 0.02, true, 2), dZ, sums, Range.of(40));
    }
  }

  private void assertSameSums(FMatrixRMaj A, FMatrixRMaj dZ, RowSums sums, Range columns) {
    PanelMatrix derivatives = used(dZ);
    PanelMatrix W = kernels.weights(A.numCols, dZ.numCols);
    float[] dense = new float[W.data().length];
    Arrays.fill(dense, Float.NaN);
    float[] sparse = dense.clone();
    kernels.transposedMultiply(used(A), derivatives, sums, W, columns, into(dense));
    kernels.transposedMultiply(sparse(A), derivatives, sums, W, columns, into(sparse));
    float[] expected = new float[A.numCols * dZ.numCols];
    float[] actual = new float[expected.length];
    W.toRowMajor(dense, expected, 0);
    W.toRowMajor(sparse, actual, 0);
    assertRawBits(actual, expected);
  }

  private static TileSink into(float[] all) {
    return (sums, from, place, length) -> System.arraycopy(sums, from, all, place, length);
  }

  private static RowSums[] sums(int rows) {
    return rows == 90
        ? new RowSums[] {RowSums.over(rows), tree(), oneAfterTheOther()}
        : new RowSums[] {RowSums.over(rows)};
  }

  /** Positive and negative zeros among numbers, of which tiny ones have products that underflow. */
  private static FMatrixRMaj withZeros(
      int rows, int columns, double density, boolean isTiny, long seed) {
    Random random = new Random(seed);
    FMatrixRMaj matrix = gaussian(rows, columns, seed);
    for (int i = 0; i < matrix.getNumElements(); i++) {
      if (random.nextDouble() >= density) {
        matrix.data[i] = random.nextInt(4) == 0 ? -0f : 0f;
      } else if (isTiny) {
        matrix.data[i] *= random.nextInt(3) == 0 ? 1f : 1e-24f;
      }
    }
    return matrix;
  }

  private static SparseMatrix sparse(FMatrixRMaj matrix) {
    SparseMatrix sparse = new SparseMatrix(matrix.numRows + 1, matrix.numCols);
    sparse.reshape(matrix.numRows);
    for (int row = 0; row < matrix.numRows; row++) {
      sparse.setRow(row, matrix.data, row * matrix.numCols);
    }
    return sparse;
  }

  private static void assertRawBits(float[] actual, float[] expected) {
    assertThat(rawBits(actual)).containsExactly(rawBits(expected));
  }

  private static int[] rawBits(float[] numbers) {
    return IntStream.range(0, numbers.length)
        .map(i -> Float.isNaN(numbers[i]) ? 1 : Float.floatToRawIntBits(numbers[i]))
        .toArray();
  }

  /** A unit's bits, as {@link DropoutBits} says in words, one unit after the other. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 127, 128, 129, 1000})
  void drawFactors_anyWidth_areThoseOfPlainLoops(int units) {
    int[] draw = new int[4];
    for (RandomKey key : new RandomKey[] {new RandomKey(1, 2), new RandomKey(-7, 1 << 31)}) {
      for (int threshold : new int[] {1, 13107, 32768, 65535}) {
        for (int[] c : new int[][] {{0, 0, 0}, {3, 1, 4}, {1 << 20, 1000, 1023}}) {
          float[] expected = new float[units];
          for (int unit = 0; unit < units; unit++) {
            int p = unit % 64 / 16;
            int l = unit % 16;
            key.draw(c[0], c[1], c[2], unit / 64 * 8 + l / 2, draw);
            int word = draw[l % 2 + 2 * (p / 2)];
            int bits = p % 2 == 0 ? word & 0xFFFF : word >>> 16;
            expected[unit] = bits < threshold ? 0f : 1.25f;
          }
          float[] factors = new float[units];
          Arrays.fill(factors, Float.NaN);
          kernels.drawFactors(key, c[0], c[1], c[2], threshold, 1.25f, factors);
          assertThat(factors).containsExactly(expected);
        }
      }
    }
  }

  /** A narrower layer sees the first units of a wider one. */
  @Test
  void drawFactors_fewerUnits_areTheFirstOfMore() {
    float[] wide = new float[200];
    kernels.drawFactors(new RandomKey(5, 6), 1, 2, 3, 20_000, 2f, wide);
    assertThat(wide).contains(0f, 2f);
    for (int units = 0; units <= 200; units++) {
      float[] narrow = new float[units];
      kernels.drawFactors(new RandomKey(5, 6), 1, 2, 3, 20_000, 2f, narrow);
      assertThat(narrow).containsExactly(Arrays.copyOf(wide, units));
    }
  }

  @Test
  void drawFactors_sameKeyOnly_areTheSame() {
    float[] factors = factors(new RandomKey(5, 6), 1, 2, 3);
    assertThat(factors(new RandomKey(5, 6), 1, 2, 3)).containsExactly(factors);
    assertThat(factors(new RandomKey(6, 5), 1, 2, 3)).isNotEqualTo(factors);
    assertThat(factors(new RandomKey(5, 6), 0, 2, 3)).isNotEqualTo(factors);
    assertThat(factors(new RandomKey(5, 6), 1, 0, 3)).isNotEqualTo(factors);
    assertThat(factors(new RandomKey(5, 6), 1, 2, 0)).isNotEqualTo(factors);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 17, 64, 65, 1000})
  void dropRow_sparse_isTheRowTimesTheFactors(int units) {
    FMatrixRMaj rows = withZeros(2, units, 0.5, false, 1);
    float[] factors = new float[units];
    RandomKey key = new RandomKey(5, 6);
    kernels.drawFactors(key, 1, 2, 3, 20_000, 1.25f, factors);
    SparseMatrix sparse = sparse(rows);
    sparse.dropRow(1, key, 1, 2, 3, 20_000, 1.25f);
    float[] expected = rows.data.clone();
    float[] actual = new float[2 * units];
    for (int unit = 0; unit < units; unit++) {
      expected[units + unit] *= factors[unit];
      actual[unit] = sparse.get(0, unit);
      actual[units + unit] = sparse.get(1, unit);
    }
    assertRawBits(actual, expected);
  }

  private float[] factors(RandomKey key, int c0, int c1, int c2) {
    float[] factors = new float[100];
    kernels.drawFactors(key, c0, c1, c2, 32_768, 2f, factors);
    return factors;
  }

  /** ((0 + 1) + (2 + 3)) + ((4 + 5) + 6). */
  private static RowSums tree() {
    RowSums sums = new RowSums();
    for (int chain = 0; chain < 7; chain++) {
      sums.chain(CUTS[chain], CUTS[chain + 1]);
      if (chain % 2 == 1 || chain == 6) {
        sums.add();
      }
      if (chain == 3 || chain == 6) {
        sums.add();
      }
    }
    return sums;
  }

  private static RowSums oneAfterTheOther() {
    RowSums sums = new RowSums();
    sums.chain(CUTS[0], CUTS[1]);
    for (int chain = 1; chain < 7; chain++) {
      sums.chain(CUTS[chain], CUTS[chain + 1]);
      sums.add();
    }
    return sums;
  }

  private FMatrixRMaj multiply(FMatrixRMaj A, FMatrixRMaj W, float... b) {
    PanelMatrix Z = stale(A.numRows, W.numCols);
    kernels.multiply(
        used(A),
        TestKernels.weights(kernels, W),
        TestKernels.biases(b),
        Z,
        Range.of(A.numRows),
        Range.of(W.numCols));
    return rowMajor(Z);
  }

  private FMatrixRMaj multiplyByTransposed(FMatrixRMaj dZ, FMatrixRMaj W) {
    PanelMatrix dA = stale(dZ.numRows, W.numRows);
    kernels.multiplyByTransposed(
        used(dZ), TestKernels.weights(kernels, W), dA, Range.of(dZ.numRows), Range.of(W.numRows));
    return rowMajor(dA);
  }

  private FMatrixRMaj transposedMultiply(FMatrixRMaj A, FMatrixRMaj dZ, RowSums sums) {
    return transposedMultiply(A, dZ, sums, Range.of(dZ.numCols));
  }

  private FMatrixRMaj transposedMultiply(
      FMatrixRMaj A, FMatrixRMaj dZ, RowSums sums, Range columns) {
    return collect(used(A), used(dZ), sums, columns);
  }

  /** dW, with NaN in the columns that were not asked for. Each number is received once. */
  private FMatrixRMaj collect(PanelMatrix A, PanelMatrix dZ, RowSums sums, Range columns) {
    PanelMatrix W = kernels.weights(A.columns(), dZ.columns());
    FMatrixRMaj dW = TestMatrices.filled(A.columns(), dZ.columns(), Float.NaN);
    int[] received = new int[dW.getNumElements()];
    kernels.transposedMultiply(
        A,
        dZ,
        sums,
        W,
        columns,
        (numbers, from, place, length) ->
            W.forEachRowPart(
                place,
                length,
                (row, column, start, count) -> {
                  for (int i = 0; i < count; i++) {
                    dW.set(row, column + i, numbers[from + start + i]);
                    received[row * dW.numCols + column + i]++;
                  }
                }));
    for (int i = 0; i < received.length; i++) {
      int column = i % dW.numCols;
      int expected = column >= columns.from() && column < columns.to() ? 1 : 0;
      if (received[i] != expected) {
        assertThat(received[i]).as("how often number %d came", i).isEqualTo(expected);
      }
    }
    return dW;
  }

  private float[] columnSums(FMatrixRMaj dZ, RowSums sums, Range columns) {
    return collectSums(used(dZ), sums, columns);
  }

  /** db, with NaN in the columns that were not asked for. Each number is received once. */
  private float[] collectSums(PanelMatrix dZ, RowSums sums, Range columns) {
    float[] db = new float[dZ.columns()];
    Arrays.fill(db, Float.NaN);
    int[] received = new int[dZ.columns()];
    kernels.columnSums(
        dZ,
        sums,
        columns,
        (numbers, from, place, length) -> {
          for (int i = 0; i < length; i++) {
            db[place + i] = numbers[from + i];
            received[place + i]++;
          }
        });
    for (int column = 0; column < db.length; column++) {
      boolean isOfThese = column >= columns.from() && column < columns.to();
      assertThat(received[column]).isEqualTo(isOfThese ? 1 : 0);
    }
    return db;
  }

  /** What stood in a result before must not matter. */
  private PanelMatrix stale(int rows, int columns) {
    PanelMatrix matrix = kernels.matrix(rows, columns);
    Arrays.fill(matrix.data(), Float.NaN);
    return matrix;
  }

  /** Nor what stands between and behind the numbers of an operand. */
  private PanelMatrix used(FMatrixRMaj numbers) {
    return TestMatrices.set(stale(numbers.numRows, numbers.numCols), numbers);
  }

  /** Nor what a larger batch has left. */
  private PanelMatrix reused(int capacity, FMatrixRMaj numbers) {
    return TestMatrices.set(stale(capacity, numbers.numCols), numbers);
  }

  private static FMatrixRMaj rowMajor(PanelMatrix matrix) {
    return new FMatrixRMaj(matrix.rows(), matrix.columns(), true, numbers(matrix));
  }

  /** All ranges that begin at a multiple of the grain and end at one, or at the end. */
  private static Range[] ranges(int length) {
    int grains = (length + GRAIN - 1) / GRAIN;
    Range[] ranges = new Range[grains * (grains + 1) / 2];
    int count = 0;
    for (int from = 0; from < grains; from++) {
      for (int to = from + 1; to <= grains; to++) {
        ranges[count++] = new Range(from * GRAIN, Math.min(length, to * GRAIN));
      }
    }
    return ranges;
  }

  /** In the part the bits of the whole; outside nothing was touched. */
  private static void assertPart(PanelMatrix part, float[] whole, Range rows, Range columns) {
    for (int row = 0; row < part.rows(); row++) {
      for (int column = 0; column < part.columns(); column++) {
        boolean isInside =
            row >= rows.from()
                && row < rows.to()
                && column >= columns.from()
                && column < columns.to();
        float expected = isInside ? whole[row * part.columns() + column] : Float.NaN;
        assertBits(part.get(row, column), expected);
      }
    }
  }

  private static void assertBits(float actual, float expected) {
    if (Float.floatToIntBits(actual) != Float.floatToIntBits(expected)) {
      assertThat(actual).isEqualTo(expected);
      throw new AssertionError("other bits: " + actual + " and " + expected);
    }
  }

  private static void assertSameBits(FMatrixRMaj actual, FMatrixRMaj expected) {
    assertThat(numbers(actual)).containsExactly(numbers(expected));
  }

  /** |Z − exact| ≤ 2·k·ε·(|b| + Σ|a||w|), for every number. */
  private static void assertWithinBound(FMatrixRMaj Z, FMatrixRMaj A, FMatrixRMaj W, float[] b) {
    int m = A.numRows;
    int k = A.numCols;
    int n = W.numCols;
    assertThat(Z.numRows).isEqualTo(m);
    assertThat(Z.numCols).isEqualTo(n);
    for (int row = 0; row < m; row++) {
      for (int column = 0; column < n; column++) {
        double exact = b[column];
        double magnitude = Math.abs(b[column]);
        for (int i = 0; i < k; i++) {
          double product = (double) A.data[row * k + i] * W.data[i * n + column];
          exact += product;
          magnitude += Math.abs(product);
        }
        double difference = Math.abs(Z.data[row * n + column] - exact);
        if (!(difference <= 2 * k * EPSILON * magnitude)) {
          assertThat(difference)
              .as("(%d,%d) of a (%d,%d)·(%d,%d)", row, column, m, k, k, n)
              .isLessThanOrEqualTo(2 * k * EPSILON * magnitude);
        }
      }
    }
  }

  private static FMatrixRMaj plus(FMatrixRMaj left, FMatrixRMaj right) {
    FMatrixRMaj sum = new FMatrixRMaj(left.numRows, left.numCols);
    for (int i = 0; i < sum.getNumElements(); i++) {
      sum.data[i] = left.data[i] + right.data[i];
    }
    return sum;
  }

  private static FMatrixRMaj transposed(FMatrixRMaj A) {
    FMatrixRMaj T = new FMatrixRMaj(A.numCols, A.numRows);
    for (int row = 0; row < A.numRows; row++) {
      for (int column = 0; column < A.numCols; column++) {
        T.data[column * A.numRows + row] = A.data[row * A.numCols + column];
      }
    }
    return T;
  }

  private static FMatrixRMaj column(FMatrixRMaj A, int column) {
    FMatrixRMaj alone = new FMatrixRMaj(A.numRows, 1);
    for (int row = 0; row < A.numRows; row++) {
      alone.data[row] = A.data[row * A.numCols + column];
    }
    return alone;
  }
}
