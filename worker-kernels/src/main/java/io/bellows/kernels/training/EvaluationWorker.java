package io.bellows.kernels.training;

import io.bellows.kernels.data.Batch;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.metric.MetricSum;
import io.bellows.kernels.network.EnsemblePass;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Weights;
import java.util.Iterator;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/** Forms loss and metrics of blocks without masks. Owned by one task. */
public final class EvaluationWorker {
  private final MetricSum metrics;
  private final EnsemblePass pass;

  /** A worker at some weights, with metrics of the given kind. */
  public EvaluationWorker(
      Network network, Weights weights, MetricSum metrics, DenseKernels kernels) {
    this(network, List.of(weights), metrics, kernels);
  }

  /**
   * A worker of an ensemble: the metrics are of its mean predictions, the loss is the mean loss.
   */
  public EvaluationWorker(
      Network network, List<Weights> members, MetricSum metrics, DenseKernels kernels) {
    this.metrics = metrics;
    this.pass = new EnsemblePass(network, members, kernels, PackedBlock.ROWS);
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
    FMatrixRMaj predictions = pass.evaluated(block.rows(), block::copyTo);
    Batch batch = pass.batch();
    double lossSum = 0;
    double weightSum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      lossSum += batch.weights()[row] * pass.losses()[row];
      weightSum += batch.weights()[row];
    }
    sum.add(lossSum, weightSum);
    sum.metrics().add(predictions, batch.targets(), batch.weights());
  }
}
