package io.bellows.kernels.layer;

import static io.bellows.kernels.TestMatrices.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.TestMatrices;
import io.bellows.kernels.activation.Identity;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.Range;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayerNormalizationTest {
  /** Two panels, the second not full, and no multiple of four. */
  private static final int UNITS = 19;

  private final DenseLayer layer = new DenseLayer(1, UNITS, new Identity(), false, true);

  @ParameterizedTest
  @MethodSource("io.bellows.kernels.TestKernels#all")
  void forward_anyRow_hasMeanZeroAndDeviationOneBeforeGainAndShift(DenseKernels kernels) {
    DenseWorkspace workspace = workspace(kernels, TestMatrices.gaussian(3, UNITS, 1));
    layer.normalize(new LayerNormalization(UNITS), workspace, Range.of(3));
    float[] normalized = numbers(workspace.normalized);
    for (int row = 0; row < 3; row++) {
      double sum = 0;
      double squares = 0;
      for (int i = row * UNITS; i < (row + 1) * UNITS; i++) {
        sum += normalized[i];
        squares += normalized[i] * normalized[i];
      }
      assertThat(sum).isCloseTo(0, within(1e-5));
      assertThat(squares / UNITS).isCloseTo(1, within(1e-4));
    }
    float[] outputs = numbers(workspace.dZ);
    for (int i = 0; i < outputs.length; i++) {
      assertThat(outputs[i]).isEqualTo(2 * normalized[i] + 0.5f);
    }
  }

  /** ε keeps it from a division by 0. */
  @ParameterizedTest
  @MethodSource("io.bellows.kernels.TestKernels#all")
  void forward_allUnitsAlike_isTheShift(DenseKernels kernels) {
    DenseWorkspace workspace = workspace(kernels, TestMatrices.filled(1, UNITS, 7));
    layer.normalize(new LayerNormalization(UNITS), workspace, Range.of(1));
    assertThat(numbers(workspace.dZ)).containsOnly(0.5f);
  }

  /** Large numbers that differ little: in single precision nothing would be left of them. */
  @ParameterizedTest
  @MethodSource("io.bellows.kernels.TestKernels#all")
  void forward_meanFarFromZero_isAsAroundZero(DenseKernels kernels) {
    FMatrixRMaj around = new FMatrixRMaj(1, UNITS);
    FMatrixRMaj far = new FMatrixRMaj(1, UNITS);
    for (int unit = 0; unit < UNITS; unit++) {
      around.data[unit] = unit % 5;
      far.data[unit] = 100_000 + unit % 5;
    }
    float[] expected = forward(kernels, around);
    float[] actual = forward(kernels, far);
    for (int unit = 0; unit < UNITS; unit++) {
      assertThat(actual[unit]).isCloseTo(expected[unit], within(1e-5f));
    }
  }

  private float[] forward(DenseKernels kernels, FMatrixRMaj Z) {
    DenseWorkspace workspace = workspace(kernels, Z);
    layer.normalize(new LayerNormalization(UNITS), workspace, Range.of(Z.numRows));
    return numbers(workspace.dZ);
  }

  /** A row has the same bits whatever its neighbours are, and whoever has them. */
  @ParameterizedTest
  @MethodSource("io.bellows.kernels.TestKernels#all")
  void forwardAndBackward_rowsInParts_haveTheBitsOfAll(DenseKernels kernels) {
    DenseWorkspace whole = workspace(kernels, TestMatrices.gaussian(5, UNITS, 1));
    DenseWorkspace parts = workspace(kernels, TestMatrices.gaussian(5, UNITS, 1));
    bothWays(whole, Range.of(5));
    bothWays(parts, new Range(3, 5));
    bothWays(parts, new Range(0, 3));
    assertThat(numbers(parts.dZ)).containsExactly(numbers(whole.dZ));
    assertThat(numbers(parts.dY)).containsExactly(numbers(whole.dY));
    assertThat(numbers(parts.normalized)).containsExactly(numbers(whole.normalized));
  }

  private void bothWays(DenseWorkspace workspace, Range rows) {
    LayerNormalization normalization = new LayerNormalization(UNITS);
    layer.normalize(normalization, workspace, rows);
    layer.backwardThroughNormalization(normalization, workspace, rows);
  }

  private DenseWorkspace workspace(DenseKernels kernels, FMatrixRMaj Z) {
    DenseWorkspace workspace = new DenseWorkspace(layer, kernels, Z.numRows, false, false);
    TestMatrices.set(workspace.dZ, Z);
    Arrays.fill(workspace.parameters.vectors()[DenseLayer.GAIN], 2);
    Arrays.fill(workspace.parameters.vectors()[DenseLayer.SHIFT], 0.5f);
    return workspace;
  }
}
