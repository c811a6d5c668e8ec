package io.bellows.kernels.gang;

import io.bellows.kernels.constraint.ColumnSquares;
import io.bellows.kernels.layer.LayerParameters;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;
import io.bellows.kernels.linalg.TileSink;
import io.bellows.kernels.network.GradientNorm;
import io.bellows.kernels.network.MatrixNorms;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Workspace;
import io.bellows.kernels.optimizer.LayerwiseStep;

/**
 * Σ w·gradient of a round in the layout of the workspace's weights, for updates that must know
 * norms first: that of all of it, or of what an optimizer makes of each layer's. Members fill parts
 * of it at the same time.
 */
final class WholeGradient {
  private final Workspace workspace;
  private final float[][] weights;
  private final float[][][] vectors;
  private final GradientNorm norm;
  private final MatrixNorms weightNorms;
  private final MatrixNorms directionNorms;

  WholeGradient(Network network, Workspace workspace) {
    int layers = network.layout().layers();
    this.workspace = workspace;
    this.weights = new float[layers][];
    this.vectors = new float[layers][][];
    for (int layer = 0; layer < layers; layer++) {
      LayerParameters parameters = workspace.parameters(layer);
      weights[layer] = parameters.zerosOfWeights();
      vectors[layer] = parameters.zerosOfVectors();
    }
    this.norm = new GradientNorm(network.layout());
    this.weightNorms = new MatrixNorms(network.layout());
    this.directionNorms = new MatrixNorms(network.layout());
  }

  /** Takes dW of a layer as it comes. */
  TileSink weightSink(int layer) {
    return sink(weights[layer]);
  }

  /** Takes db, dgain or dshift of a layer. */
  TileSink vectorSink(int layer, int vector) {
    return sink(vectors[layer][vector]);
  }

  private static TileSink sink(float[] whole) {
    return (sums, from, place, length) -> System.arraycopy(sums, from, whole, place, length);
  }

  /** Adds some units of a layer to the norm. */
  void look(int layer, Range units, ColumnSquares scratch) {
    PanelMatrix W = workspace.parameters(layer).W();
    norm.look(layer, W, weights[layer], vectors[layer], units, scratch);
  }

  /** The norm, once all members have looked at their units. */
  double norm() {
    return norm.norm();
  }

  /** Adds some units of a layer, whose dW has become a direction, to the layer's norms. */
  void lookAtDirections(int layer, Range units, ColumnSquares scratch) {
    PanelMatrix W = workspace.parameters(layer).W();
    weightNorms.look(layer, W, W.data(), units, scratch);
    directionNorms.look(layer, W, weights[layer], units, scratch);
  }

  /** What a layer's direction is multiplied with, once all members have looked at theirs. */
  float length(int layer, LayerwiseStep step) {
    return step.length(weightNorms.norm(layer), directionNorms.norm(layer));
  }

  /** dW of a layer, or its direction, at the places of W. */
  float[] weights(int layer) {
    return weights[layer];
  }

  /** db of a layer, and dgain and dshift where there are. */
  float[][] vectors(int layer) {
    return vectors[layer];
  }
}
