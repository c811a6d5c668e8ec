package io.bellows.kernels.network;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.data.Batch;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.PanelMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.ejml.data.FMatrixRMaj;

/**
 * The way of rows, without masks, through the networks of an ensemble, which differ in their
 * weights alone. What is predicted is the mean of what they predict, probabilities or numbers
 * (Hansen and Salamon, "Neural network ensembles", 1990), summed in double in their order. One
 * network is an ensemble, too, with its own bits. One task's: it holds scratch.
 */
public final class EnsemblePass {
  private final Network network;
  private final List<Workspace> workspaces = new ArrayList<>();
  private final List<Pass> passes = new ArrayList<>();
  private final double[] sums;
  private final double[] losses;
  private final double[] lossesOfOne;

  /**
   * Scratch for batches of at most {@code rows} rows.
   *
   * @param members their weights, at least one. Not modified.
   */
  public EnsemblePass(Network network, List<Weights> members, DenseKernels kernels, int rows) {
    require(!members.isEmpty(), "an ensemble has at least one network");
    this.network = network;
    for (Weights weights : members) {
      Workspace workspace = new Workspace(network, kernels, rows);
      workspace.load(weights);
      workspaces.add(workspace);
      passes.add(new Pass(network, workspace, kernels));
    }
    this.sums = new double[rows * network.outputs()];
    this.losses = new double[rows];
    this.lossesOfOne = new double[rows];
  }

  /**
   * Predicts.
   *
   * @param fill gives the features; asked once for each network
   * @return (B, O), owned by this
   */
  public FMatrixRMaj predictions(int rows, Consumer<Batch> fill) {
    return mean(rows, fill, (batch, outputs) -> {});
  }

  /**
   * Predicts, and forms the loss of each row: the mean of the networks' losses.
   *
   * @param fill gives features, targets and weights; asked once for each network
   * @return (B, O), owned by this
   */
  public FMatrixRMaj evaluated(int rows, Consumer<Batch> fill) {
    Arrays.fill(losses, 0, rows, 0);
    FMatrixRMaj mean = mean(rows, fill, this::addLosses);
    for (int row = 0; row < rows; row++) {
      losses[row] /= passes.size();
    }
    return mean;
  }

  private void addLosses(Batch batch, FMatrixRMaj outputs) {
    network.loss().losses(outputs, batch.targets(), 0, batch.rows(), lossesOfOne);
    for (int row = 0; row < batch.rows(); row++) {
      losses[row] += lossesOfOne[row];
    }
  }

  private FMatrixRMaj mean(int rows, Consumer<Batch> fill, BiConsumer<Batch, FMatrixRMaj> look) {
    FMatrixRMaj last = through(0, rows, fill, look);
    if (passes.size() == 1) {
      return last;
    }
    int numbers = last.getNumElements();
    Arrays.fill(sums, 0, numbers, 0);
    add(last, numbers);
    for (int member = 1; member < passes.size(); member++) {
      last = through(member, rows, fill, look);
      add(last, numbers);
    }
    for (int i = 0; i < numbers; i++) {
      last.data[i] = (float) (sums[i] / passes.size());
    }
    return last;
  }

  private FMatrixRMaj through(
      int member, int rows, Consumer<Batch> fill, BiConsumer<Batch, FMatrixRMaj> look) {
    Workspace workspace = workspaces.get(member);
    workspace.reshape(rows);
    fill.accept(workspace.batch());
    FMatrixRMaj outputs = passes.get(member).outputs();
    look.accept(workspace.batch(), outputs);
    network.loss().predict(outputs);
    return outputs;
  }

  private void add(FMatrixRMaj predictions, int numbers) {
    for (int i = 0; i < numbers; i++) {
      sums[i] += predictions.data[i];
    }
  }

  /** The losses of the rows that were evaluated last. */
  public double[] losses() {
    return losses;
  }

  /** The rows that went through last: their targets and weights. */
  public Batch batch() {
    return workspaces.get(0).batch();
  }

  /** The output of a hidden layer of the first network, see {@link Workspace#hiddenOutput}. */
  public PanelMatrix hiddenOutput(int layer) {
    return workspaces.get(0).hiddenOutput(layer);
  }
}
