package io.bellows.kernels.linalg;

import static io.bellows.kernels.TestKernels.biases;
import static io.bellows.kernels.TestKernels.matrix;
import static io.bellows.kernels.TestKernels.weights;
import static io.bellows.kernels.TestMatrices.gaussian;
import static org.assertj.core.api.Assertions.assertThat;

import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Beside the contract: every number is one chain of fused multiply-adds, so a plain triple loop
 * must give the same bits. The build runs it with vectors of 512, 256 and 128 bits where the
 * processor has them.
 */
@EnabledIf(value = "canRun", disabledReason = "this JVM cannot run the vector kernels")
class VectorKernelsTest extends DenseKernelsContract {
  private static final int[] SIZES = {1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 47, 49, 64, 67};

  private final DenseKernels kernels = kernels();

  static boolean canRun() {
    return Kernels.VECTOR.refusal().isEmpty();
  }

  @Override
  DenseKernels kernels() {
    return Kernels.VECTOR.create();
  }

  @Test
  void multiply_allSizes_hasTheBitsOfThePlainLoop() {
    int compared = 0;
    for (int rows : SIZES) {
      for (int inputs : SIZES) {
        for (int outputs : SIZES) {
          FMatrixRMaj A = gaussian(rows, inputs, 1);
          FMatrixRMaj W = gaussian(inputs, outputs, 2);
          float[] b = biases(gaussian(1, outputs, 3).data);
          PanelMatrix Z = kernels.matrix(rows, outputs);
          kernels.multiply(
              matrix(kernels, A), weights(kernels, W), b, Z, Range.of(rows), Range.of(outputs));
          for (int row = 0; row < rows; row++) {
            for (int output = 0; output < outputs; output++) {
              float expected = b[output];
              for (int input = 0; input < inputs; input++) {
                expected = Math.fma(A.get(row, input), W.get(input, output), expected);
              }
              compared += sameBits(Z.get(row, output), expected);
            }
          }
        }
      }
    }
    assertThat(compared).isEqualTo(cubeOfSizes());
  }

  @Test
  void multiplyByTransposed_allSizes_hasTheBitsOfThePlainLoop() {
    int compared = 0;
    for (int rows : SIZES) {
      for (int inputs : SIZES) {
        for (int outputs : SIZES) {
          FMatrixRMaj dZ = gaussian(rows, outputs, 4);
          FMatrixRMaj W = gaussian(inputs, outputs, 5);
          PanelMatrix dA = kernels.matrix(rows, inputs);
          kernels.multiplyByTransposed(
              matrix(kernels, dZ), weights(kernels, W), dA, Range.of(rows), Range.of(inputs));
          for (int row = 0; row < rows; row++) {
            for (int input = 0; input < inputs; input++) {
              float expected = 0;
              for (int output = 0; output < outputs; output++) {
                expected = Math.fma(W.get(input, output), dZ.get(row, output), expected);
              }
              compared += sameBits(dA.get(row, input), expected);
            }
          }
        }
      }
    }
    assertThat(compared).isEqualTo(cubeOfSizes());
  }

  @Test
  void transposedMultiply_allSizes_hasTheBitsOfThePlainLoop() {
    int compared = 0;
    for (int rows : SIZES) {
      for (int inputs : SIZES) {
        for (int outputs : SIZES) {
          FMatrixRMaj A = gaussian(rows, inputs, 6);
          FMatrixRMaj dZ = gaussian(rows, outputs, 7);
          PanelMatrix dW = kernels.weights(inputs, outputs);
          kernels.transposedMultiply(
              matrix(kernels, A),
              matrix(kernels, dZ),
              RowSums.over(rows),
              dW,
              Range.of(outputs),
              (sums, from, place, length) ->
                  System.arraycopy(sums, from, dW.data(), place, length));
          for (int input = 0; input < inputs; input++) {
            for (int output = 0; output < outputs; output++) {
              float expected = 0;
              for (int row = 0; row < rows; row++) {
                expected = Math.fma(A.get(row, input), dZ.get(row, output), expected);
              }
              compared += sameBits(dW.get(input, output), expected);
            }
          }
        }
      }
    }
    assertThat(compared).isEqualTo(cubeOfSizes());
  }

  private static int sameBits(float actual, float expected) {
    if (Float.floatToRawIntBits(actual) != Float.floatToRawIntBits(expected)) {
      assertThat(actual).isEqualTo(expected);
    }
    return 1;
  }

  /** Each pair of the result's sizes, with every inner dimension. */
  private static int cubeOfSizes() {
    int sum = 0;
    for (int size : SIZES) {
      sum += size;
    }
    return SIZES.length * sum * sum;
  }
}
