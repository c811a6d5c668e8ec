package io.bellows.kernels.layer;

import static io.bellows.kernels.TestMatrices.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.TestMatrices;
import io.bellows.kernels.activation.Activation;
import io.bellows.kernels.activation.Identity;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;
import io.bellows.kernels.linalg.RowSums;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DenseLayerTest {
  private static final Range ROWS = Range.of(2);
  private static final Range UNITS = Range.of(3);
  private static final Range INPUTS = Range.of(2);
  private static final FMatrixRMaj ONE =
      TestMatrices.of(new float[] {1, 0, 0}, new float[] {0, 1, 0}, new float[] {0, 0, 1});

  private final DenseLayer layer = new DenseLayer(2, 3, new Relu());

  @Test
  void new_noInputs_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DenseLayer(0, 3, new Relu()))
        .withMessage("a layer needs at least 1 input, was 0");
  }

  @Test
  void new_noUnits_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DenseLayer(3, -1, new Relu()))
        .withMessage("a layer needs at least 1 unit, was -1");
  }

  /** Small whole numbers, so that every product and sum is exact. */
  @ParameterizedTest
  @MethodSource("io.bellows.kernels.TestKernels#all")
  void forwardAndBackward_wholeNumbers_areWhatTheFormulasSay(DenseKernels kernels) {
    DenseWorkspace workspace = wholeNumbers(kernels);
    PanelMatrix output = kernels.matrix(2, 3);
    layer.affine(kernels, workspace, ROWS, UNITS);
    assertThat(numbers(workspace.dZ)).containsExactly(19, -12, -8, 23, 6, -32);
    layer.activate(workspace, output, ROWS, UNITS);
    assertThat(numbers(output)).containsExactly(19, 0, 0, 23, 6, 0);
    layer.activateMasked(workspace, false, output, ROWS, UNITS);
    assertThat(numbers(output)).containsExactly(19, 0, 0, 23, 6, 0);

    backward(kernels, workspace, false, 1, 2, 3, 4, 5, 6);
    assertThat(numbers(workspace.dZ)).containsExactly(1, 0, 0, 4, 5, 0);
    assertThat(weightGradient(kernels, workspace)).containsExactly(-11, -15, 0, 18, 20, 0);
    assertThat(biasGradient(kernels, workspace)).containsExactly(5, 5, 0);

    DenseWorkspace before = before(kernels, new Identity());
    layer.backwardToInput(kernels, workspace, before.dZ, ROWS, INPUTS);
    new DenseLayer(3, 2, new Identity()).backwardThroughActivation(before, false, ROWS, INPUTS);
    assertThat(numbers(before.dZ)).containsExactly(1, 4, -6, 41);
  }

  /** The same with a mask behind the layer: its factors multiply both ways. */
  @ParameterizedTest
  @MethodSource("io.bellows.kernels.TestKernels#all")
  void forwardAndBackward_maskBehind_multipliesOutputsAndDerivatives(DenseKernels kernels) {
    DenseWorkspace workspace = wholeNumbers(kernels);
    TestMatrices.set(
        workspace.factors, TestMatrices.of(new float[] {0, 2, 2}, new float[] {2, 0, 2}));
    PanelMatrix output = kernels.matrix(2, 3);
    layer.affine(kernels, workspace, ROWS, UNITS);
    layer.activateMasked(workspace, true, output, ROWS, UNITS);
    assertThat(numbers(output)).containsExactly(0, 0, 0, 46, 0, 0);

    backward(kernels, workspace, true, 1, 2, 3, 4, 5, 6);
    assertThat(numbers(workspace.dZ)).containsExactly(0, 0, 0, 8, 0, 0);
    assertThat(weightGradient(kernels, workspace)).containsExactly(-24, 0, 0, 32, 0, 0);
    assertThat(biasGradient(kernels, workspace)).containsExactly(8, 0, 0);
  }

  /** H = relu(Z) + A, all through the mask, and dA = dZ·Wᵀ + dH. */
  @ParameterizedTest
  @MethodSource("io.bellows.kernels.TestKernels#all")
  void forwardAndBackward_residualLayer_addsItsInputBothWays(DenseKernels kernels) {
    DenseLayer residual = new DenseLayer(2, 2, new Relu(), true, false);
    DenseWorkspace workspace = new DenseWorkspace(residual, kernels, 2, false, true);
    TestMatrices.set(
        workspace.parameters.W(), TestMatrices.of(new float[] {1, -2}, new float[] {4, 5}));
    TestMatrices.set(
        workspace.input.dense(), TestMatrices.of(new float[] {1, 2}, new float[] {-3, 0}));
    TestMatrices.set(workspace.factors, TestMatrices.of(new float[] {2, 2}, new float[] {2, 0}));
    PanelMatrix output = kernels.matrix(2, 2);
    residual.affine(kernels, workspace, ROWS, INPUTS);
    residual.activate(workspace, output, ROWS, INPUTS);
    assertThat(numbers(output)).containsExactly(9 + 1, 8 + 2, 0 - 3, 6 + 0);
    residual.activateMasked(workspace, true, output, ROWS, INPUTS);
    assertThat(numbers(output)).containsExactly(20, 20, -6, 0);

    TestMatrices.set(workspace.dZ, TestMatrices.of(new float[] {1, 2}, new float[] {3, 4}));
    residual.backwardThroughActivation(workspace, true, ROWS, INPUTS);
    assertThat(numbers(workspace.dZ)).containsExactly(2, 4, 0, 0);
    DenseWorkspace before = before(kernels, new Identity());
    residual.backwardToInput(kernels, workspace, before.dZ, ROWS, INPUTS);
    assertThat(numbers(before.dZ)).containsExactly(2 - 8 + 2, 8 + 20 + 4, 0 + 6, 0 + 0);
  }

  @Test
  void new_residualOfOtherWidth_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DenseLayer(3, 2, new Relu(), true, false))
        .withMessage("a residual layer needs as many units as inputs, was of 3 inputs and 2 units");
  }

  /** What a larger batch left behind must not be seen. */
  @ParameterizedTest
  @MethodSource("io.bellows.kernels.TestKernels#all")
  void affine_smallerBatchAfterLarger_isAsFromANewWorkspace(DenseKernels kernels) {
    DenseLayer wide = new DenseLayer(7, 5, new Identity());
    DenseWorkspace used = new DenseWorkspace(wide, kernels, 9, true, false);
    DenseWorkspace fresh = new DenseWorkspace(wide, kernels, 9, true, false);
    affine(kernels, wide, used, TestMatrices.gaussian(9, 7, 2));
    affine(kernels, wide, used, TestMatrices.gaussian(4, 7, 3));
    affine(kernels, wide, fresh, TestMatrices.gaussian(4, 7, 3));
    assertThat(numbers(used.dZ)).hasSize(20).containsExactly(numbers(fresh.dZ));
  }

  private static void affine(
      DenseKernels kernels, DenseLayer layer, DenseWorkspace workspace, FMatrixRMaj A) {
    workspace.reshape(A.numRows);
    TestMatrices.set(workspace.parameters.W(), TestMatrices.gaussian(7, 5, 1));
    TestMatrices.set(workspace.input.dense(), A);
    layer.affine(kernels, workspace, Range.of(A.numRows), Range.of(5));
  }

  /** The layer with A, W and b. */
  private DenseWorkspace wholeNumbers(DenseKernels kernels) {
    DenseWorkspace workspace = new DenseWorkspace(layer, kernels, 5, false, true);
    workspace.reshape(2);
    TestMatrices.set(
        workspace.parameters.W(), TestMatrices.of(new float[] {1, -2, 3}, new float[] {4, 5, -6}));
    System.arraycopy(
        new float[] {10, -20, 1}, 0, workspace.parameters.vectors()[DenseLayer.BIAS], 0, 3);
    TestMatrices.set(
        workspace.input.dense(), TestMatrices.of(new float[] {1, 2}, new float[] {-3, 4}));
    return workspace;
  }

  /** dZ from the derivative by the masked outputs, through a layer behind that changes nothing. */
  private void backward(
      DenseKernels kernels, DenseWorkspace workspace, boolean isMasked, float... dOutput) {
    DenseLayer behind = new DenseLayer(3, 3, new Identity());
    DenseWorkspace scratch = new DenseWorkspace(behind, kernels, 2, true, false);
    TestMatrices.set(scratch.parameters.W(), ONE);
    TestMatrices.set(scratch.dZ, new FMatrixRMaj(2, 3, true, dOutput));
    behind.backwardToInput(kernels, scratch, workspace.dZ, ROWS, UNITS);
    layer.backwardThroughActivation(workspace, isMasked, ROWS, UNITS);
  }

  /** A layer in front, after its way forward. */
  private static DenseWorkspace before(DenseKernels kernels, Activation activation) {
    DenseLayer front = new DenseLayer(3, 2, activation);
    DenseWorkspace scratch = new DenseWorkspace(front, kernels, 2, false, false);
    front.affine(kernels, scratch, ROWS, INPUTS);
    front.activateMasked(scratch, false, kernels.matrix(2, 2), ROWS, INPUTS);
    return scratch;
  }

  private float[] weightGradient(DenseKernels kernels, DenseWorkspace workspace) {
    FMatrixRMaj dW = new FMatrixRMaj(2, 3);
    layer.weightGradient(
        kernels,
        workspace,
        RowSums.over(2),
        UNITS,
        (sums, from, place, length) ->
            workspace.parameters.W()
                .forEachRowPart(
                    place,
                    length,
                    (row, column, start, count) ->
                        System.arraycopy(sums, from + start, dW.data, row * 3 + column, count)));
    return dW.data;
  }

  private float[] biasGradient(DenseKernels kernels, DenseWorkspace workspace) {
    float[] db = new float[DenseKernels.GRAIN];
    layer.vectorGradient(
        DenseLayer.BIAS,
        kernels,
        workspace,
        RowSums.over(2),
        UNITS,
        (sums, from, place, length) -> System.arraycopy(sums, from, db, place, length));
    return new float[] {db[0], db[1], db[2]};
  }
}
