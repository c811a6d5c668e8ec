package io.bellows.kernels.training;

import io.bellows.kernels.data.Batch;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.metric.MetricSum;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Pass;
import io.bellows.kernels.network.Weights;
import io.bellows.kernels.network.Workspace;
import java.util.Iterator;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/** Forms loss and metrics of blocks without masks. Owned by one task. */
public final class EvaluationWorker {
  private final Network network;
  private final MetricSum metrics;
  private final Workspace workspace;
  private final Pass pass;
  private final double[] losses = new double[PackedBlock.ROWS];

  /** A worker at some weights, with metrics of the given kind. */
  public EvaluationWorker(
      Network network, Weights weights, MetricSum metrics, DenseKernels kernels) {
    this.network = network;
    this.metrics = metrics;
    this.workspace = new Workspace(network, kernels, PackedBlock.ROWS);
    this.pass = new Pass(network, workspace, kernels);
    workspace.load(weights);
  }

  /** The sum over a share's blocks, in order; null when it has none. */
  public @Nullable EvaluationSum sum(Iterator<PackedBlock> blocks) {
    EvaluationSum sum = null;
    while (blocks.hasNext()) {
      sum = sum == null ? new EvaluationSum(metrics) : sum;
      add(blocks.next(), sum);
    }
    return sum;
  }

  private void add(PackedBlock block, EvaluationSum sum) {
    workspace.reshape(block.rows());
    Batch batch = workspace.batch();
    block.copyTo(batch);
    FMatrixRMaj outputs = pass.outputs();
    network.loss().losses(outputs, batch.targets(), 0, batch.rows(), losses);
    double lossSum = 0;
    double weightSum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      lossSum += batch.weights()[row] * losses[row];
      weightSum += batch.weights()[row];
    }
    sum.add(lossSum, weightSum);
    network.loss().predict(outputs);
    sum.metrics().add(outputs, batch.targets(), batch.weights());
  }
}
