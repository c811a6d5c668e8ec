package io.bellows.kernels.gang;

import io.bellows.kernels.layer.LayerParameters;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;
import io.bellows.kernels.linalg.TileSink;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.ParameterLayout;
import io.bellows.kernels.network.Workspace;
import io.bellows.kernels.optimizer.LayerwiseStep;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.optimizer.OptimizerState;

/**
 * What the optimizer remembers, in the layout of the workspace's weights, so that an update can
 * follow each tile of a gradient. Members update parts of it at the same time.
 */
final class GangOptimizer {
  private final ParameterLayout layout;
  private final Workspace workspace;
  private final float[][][] weightSlots;
  private final float[][][][] vectorSlots;
  private final Range[] rows;

  GangOptimizer(Network network, Optimizer optimizer, Workspace workspace) {
    this.layout = network.layout();
    this.workspace = workspace;
    this.weightSlots = new float[layout.layers()][optimizer.slots()][];
    this.vectorSlots = new float[layout.layers()][][][];
    this.rows = new Range[layout.layers()];
    for (int layer = 0; layer < layout.layers(); layer++) {
      LayerParameters parameters = workspace.parameters(layer);
      // Made once: every round goes through them.
      rows[layer] = Range.of(parameters.W().rows());
      weightSlots[layer] = new float[optimizer.slots()][parameters.W().data().length];
      vectorSlots[layer] = new float[parameters.vectors().length][optimizer.slots()][];
      for (int vector = 0; vector < vectorSlots[layer].length; vector++) {
        int length = parameters.vectors()[vector].length;
        vectorSlots[layer][vector] = new float[optimizer.slots()][length];
      }
    }
  }

  /** Takes a copy of a state in the flat layout. */
  void load(OptimizerState state) {
    for (int layer = 0; layer < layout.layers(); layer++) {
      PanelMatrix W = workspace.parameters(layer).W();
      for (int slot = 0; slot < state.slots().length; slot++) {
        float[] flat = state.slots()[slot];
        W.fromRowMajor(flat, layout.weightOffset(layer), weightSlots[layer][slot]);
        for (int vector = 0; vector < vectorSlots[layer].length; vector++) {
          int offset = layout.vectorOffset(layer, vector);
          System.arraycopy(flat, offset, vectorSlots[layer][vector][slot], 0, W.columns());
        }
      }
    }
  }

  /** Gives it back to a state in the flat layout. */
  void store(OptimizerState state) {
    for (int layer = 0; layer < layout.layers(); layer++) {
      PanelMatrix W = workspace.parameters(layer).W();
      for (int slot = 0; slot < state.slots().length; slot++) {
        float[] flat = state.slots()[slot];
        W.toRowMajor(weightSlots[layer][slot], flat, layout.weightOffset(layer));
        for (int vector = 0; vector < vectorSlots[layer].length; vector++) {
          int offset = layout.vectorOffset(layer, vector);
          System.arraycopy(vectorSlots[layer][vector][slot], 0, flat, offset, W.columns());
        }
      }
    }
  }

  /**
   * Updates W of a layer, piece by piece as its gradient comes.
   *
   * @param step the member's own
   * @param scratch the member's own
   */
  TileSink weights(int layer, Optimizer.Step step, UpdateScratch scratch) {
    return sink(workspace.parameters(layer).W().data(), weightSlots[layer], step, scratch);
  }

  /** Updates b, gain or shift of a layer. */
  TileSink vector(int layer, int vector, Optimizer.Step step, UpdateScratch scratch) {
    return sink(
        workspace.parameters(layer).vectors()[vector], vectorSlots[layer][vector], step, scratch);
  }

  private static TileSink sink(
      float[] parameters, float[][] slots, Optimizer.Step step, UpdateScratch scratch) {
    return (sums, from, place, length) ->
        scratch.apply(step, parameters, slots, place, sums, from, length);
  }

  /** Makes a direction of the gradient of some units of a layer's W. */
  void direct(int layer, Range units, WholeGradient gradient, LayerwiseStep step) {
    PanelMatrix W = workspace.parameters(layer).W();
    float[] numbers = gradient.weights(layer);
    W.forEachRun(
        rows[layer],
        units,
        (from, to) -> step.direct(W.data(), weightSlots[layer], numbers, from, to));
  }

  /** Moves some units of a layer's W along their direction. */
  void move(int layer, Range units, WholeGradient gradient, LayerwiseStep step) {
    PanelMatrix W = workspace.parameters(layer).W();
    float[] directions = gradient.weights(layer);
    float length = gradient.length(layer, step);
    W.forEachRun(
        rows[layer],
        units,
        (from, to) -> LayerwiseStep.move(W.data(), directions, from, to, length));
  }

  /** Updates some units of a layer's W from a gradient that is there as a whole. */
  void updateWeights(int layer, Range units, WholeGradient gradient, Optimizer.Step step) {
    PanelMatrix W = workspace.parameters(layer).W();
    float[] sums = gradient.weights(layer);
    W.forEachRun(
        rows[layer], units, (from, to) -> step.apply(W.data(), weightSlots[layer], sums, from, to));
  }

  /** Updates some units of a layer's vectors from a gradient that is there as a whole. */
  void updateVectors(int layer, Range units, WholeGradient gradient, Optimizer.Step step) {
    float[][] vectors = workspace.parameters(layer).vectors();
    for (int vector = 0; vector < vectors.length; vector++) {
      step.apply(
          vectors[vector],
          vectorSlots[layer][vector],
          gradient.vectors(layer)[vector],
          units.from(),
          units.to());
    }
  }
}
