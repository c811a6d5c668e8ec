package io.bellows.kernels.layer;

import static io.bellows.kernels.TestMatrices.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.TestMatrices;
import io.bellows.kernels.activation.Identity;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.linalg.EjmlProducts;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class DenseLayerTest {
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
  @Test
  void forwardAndBackward_wholeNumbers_areWhatTheFormulasSay() {
    DenseLayer layer = new DenseLayer(2, 3, new Relu());
    DenseWorkspace workspace = new DenseWorkspace(layer, 5);
    EjmlProducts products = new EjmlProducts();
    set(workspace.W, 1, -2, 3, 4, 5, -6);
    set(workspace.b, 10, -20, 1);
    products.transpose(workspace.W, workspace.Wt);
    FMatrixRMaj A = TestMatrices.of(new float[] {1, 2}, new float[] {-3, 4});

    layer.forward(products, A, workspace);
    assertThat(numbers(workspace.output)).containsExactly(19, 0, 0, 23, 6, 0);

    set(workspace.dOutput, 1, 2, 3, 4, 5, 6);
    layer.backward(products, A, workspace);
    assertThat(numbers(workspace.dOutput)).containsExactly(1, 0, 0, 4, 5, 0);
    assertThat(numbers(workspace.dW)).containsExactly(-11, -15, 0, 18, 20, 0);
    assertThat(numbers(workspace.db)).containsExactly(5, 5, 0);

    FMatrixRMaj dA = new FMatrixRMaj(2, 2);
    layer.backwardToInput(products, workspace, dA);
    assertThat(numbers(dA)).containsExactly(1, 4, -6, 41);
  }

  /** What a larger batch left behind must not be seen. */
  @Test
  void forward_smallerBatchAfterLarger_isAsFromANewWorkspace() {
    DenseLayer layer = new DenseLayer(7, 5, new Identity());
    DenseWorkspace used = new DenseWorkspace(layer, 9);
    DenseWorkspace fresh = new DenseWorkspace(layer, 9);
    for (DenseWorkspace workspace : new DenseWorkspace[] {used, fresh}) {
      System.arraycopy(TestMatrices.gaussian(7, 5, 1).data, 0, workspace.W.data, 0, 35);
    }
    FMatrixRMaj A = TestMatrices.gaussian(4, 7, 3);
    layer.forward(new EjmlProducts(), TestMatrices.gaussian(9, 7, 2), used);
    layer.forward(new EjmlProducts(), A, used);
    layer.forward(new EjmlProducts(), A, fresh);
    assertThat(numbers(used.output)).hasSize(20).containsExactly(numbers(fresh.output));
  }

  private static void set(FMatrixRMaj matrix, float... values) {
    System.arraycopy(values, 0, matrix.data, 0, values.length);
  }
}
