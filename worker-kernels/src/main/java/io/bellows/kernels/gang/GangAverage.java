package io.bellows.kernels.gang;

import io.bellows.kernels.averaging.ExponentialAverage;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.ParameterLayout;
import io.bellows.kernels.network.Weights;
import io.bellows.kernels.network.Workspace;
import io.bellows.kernels.training.TrainingState;

/**
 * The mean of the weights after every update, in the layout of the workspace's weights. Members add
 * parts of them at the same time.
 */
final class GangAverage {
  private final ParameterLayout layout;
  private final Workspace workspace;
  private final ExponentialAverage averaging;
  private final float[][] weights;
  private final float[][][] vectors;
  private final PanelMatrix.Run[] first;
  private final PanelMatrix.Run[] others;
  private final Range[] rows;

  GangAverage(Network network, ExponentialAverage averaging, Workspace workspace) {
    this.layout = network.layout();
    this.workspace = workspace;
    this.averaging = averaging;
    int layers = layout.layers();
    this.weights = new float[layers][];
    this.vectors = new float[layers][][];
    this.first = new PanelMatrix.Run[layers];
    this.others = new PanelMatrix.Run[layers];
    this.rows = new Range[layers];
    for (int layer = 0; layer < layers; layer++) {
      PanelMatrix W = workspace.parameters(layer).W();
      weights[layer] = new float[W.data().length];
      vectors[layer] = workspace.parameters(layer).zerosOfVectors();
      // Made once: a round allocates nothing.
      first[layer] = run(weights[layer], W.data(), true);
      others[layer] = run(weights[layer], W.data(), false);
      rows[layer] = Range.of(W.rows());
    }
  }

  private PanelMatrix.Run run(float[] mean, float[] weights, boolean isFirst) {
    return (from, to) -> averaging.add(mean, weights, isFirst, from, to);
  }

  /** Takes a copy of a state's mean in the flat layout, if it has one. */
  void load(TrainingState state) {
    Weights mean = state.average();
    if (mean == null) {
      return;
    }
    for (int layer = 0; layer < layout.layers(); layer++) {
      workspace.copyFrom(mean, layer, weights[layer], vectors[layer]);
    }
  }

  /** Gives it back to a state in the flat layout, once there was an update. */
  void store(TrainingState state) {
    if (state.optimizer().updates() == 0) {
      return;
    }
    Weights mean = new Weights(layout, new float[layout.size()]);
    for (int layer = 0; layer < layout.layers(); layer++) {
      workspace.copyTo(mean, layer, weights[layer], vectors[layer]);
    }
    state.averaged(mean);
  }

  /**
   * Adds some units of a layer.
   *
   * @param isFirst whether it is the run's first update
   */
  void add(int layer, Range units, boolean isFirst) {
    workspace
        .parameters(layer)
        .W()
        .forEachRun(rows[layer], units, isFirst ? first[layer] : others[layer]);
    for (int vector = 0; vector < vectors[layer].length; vector++) {
      float[] averaged = workspace.parameters(layer).vectors()[vector];
      averaging.add(vectors[layer][vector], averaged, isFirst, units.from(), units.to());
    }
  }
}
