package io.bellows.kernels.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.data.PackedBlock;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnsemblePassTest {
  private static final int ROWS = 37;
  private static final int CLASSES = 3;

  private final Network network = TestNetworks.softmax(5, List.of(8), CLASSES);
  private final PackedBlock block =
      TestRows.classes(ROWS, 5, CLASSES, 1).weighted(2).shares(1).get(0).blocks().get(0);

  /** Also where the batch before was a larger one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void evaluated_anyNumberOfNetworks_hasTheirMeans(int count) {
    List<Weights> members = new ArrayList<>();
    double[] predictions = new double[ROWS * CLASSES];
    double[] losses = new double[ROWS];
    for (int member = 0; member < count; member++) {
      Weights weights = TestNetworks.weights(network, member);
      members.add(weights);
      add(weights, predictions, losses);
    }
    EnsemblePass pass = new EnsemblePass(network, members, TestKernels.plain(), ROWS + 10);
    PackedBlock larger =
        TestRows.classes(ROWS + 10, 5, CLASSES, 9).shares(1).get(0).blocks().get(0);
    pass.evaluated(ROWS + 10, larger::copyTo);

    FMatrixRMaj mean = pass.evaluated(ROWS, block::copyTo);

    assertThat(mean.getNumElements()).isEqualTo(ROWS * CLASSES);
    for (int i = 0; i < predictions.length; i++) {
      assertThat(mean.data[i]).isEqualTo((float) (predictions[i] / count));
    }
    for (int row = 0; row < ROWS; row++) {
      assertThat(pass.losses()[row]).isEqualTo(losses[row] / count);
    }
    float[] evaluated = mean.data.clone();
    assertThat(pass.predictions(ROWS, block::copyTo).data).containsExactly(evaluated);
  }

  private void add(Weights weights, double[] predictions, double[] losses) {
    Workspace workspace = new Workspace(network, TestKernels.plain(), ROWS);
    workspace.load(weights);
    workspace.reshape(ROWS);
    block.copyTo(workspace.batch());
    FMatrixRMaj outputs = new Pass(network, workspace, TestKernels.plain()).outputs();
    double[] lossesOfOne = new double[ROWS];
    network.loss().losses(outputs, workspace.batch().targets(), 0, ROWS, lossesOfOne);
    network.loss().predict(outputs);
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] += outputs.data[i];
    }
    for (int row = 0; row < ROWS; row++) {
      losses[row] += lossesOfOne[row];
    }
  }

  @Test
  void new_noNetworks_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EnsemblePass(network, List.of(), TestKernels.plain(), 1))
        .withMessage("an ensemble has at least one network");
  }
}
