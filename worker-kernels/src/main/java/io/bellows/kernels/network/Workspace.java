package io.bellows.kernels.network;

import io.bellows.kernels.data.Batch;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.layer.DenseWorkspace;
import io.bellows.kernels.layer.EmbeddingWorkspace;
import io.bellows.kernels.layer.LayerParameters;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.LayerInput;
import io.bellows.kernels.linalg.PanelMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * Everything a network needs while rows go through it: a batch, the weights in the kernels' own
 * layout, activations, derivatives and masks, for a fixed number of rows at most. Allocated once,
 * reused from batch to batch. Each task that works on it does so through a {@link Pass} of its own.
 */
public final class Workspace {
  private final Batch batch;
  private final List<DenseWorkspace> dense = new ArrayList<>();
  private final @Nullable EmbeddingWorkspace embedding;
  private final List<LayerParameters> parameters = new ArrayList<>();
  final FMatrixRMaj outputs;
  final FMatrixRMaj dOutputs;
  final double[] losses;

  /** Scratch for batches of at most {@code rows} rows. */
  public Workspace(Network network, DenseKernels kernels, int rows) {
    int last = network.layers().size() - 1;
    for (int layer = 0; layer <= last; layer++) {
      DenseLayer spec = network.layers().get(layer);
      boolean isMasked = layer < last && network.mask(layer + 1).isActive();
      dense.add(new DenseWorkspace(spec, kernels, rows, layer == last, isMasked));
      parameters.add(dense.get(layer).parameters);
      if (layer > 0 || !network.embedding().isNone()) {
        dense.get(layer).input.hold(false);
      }
    }
    embedding =
        network.embedding().isNone()
            ? null
            : new EmbeddingWorkspace(network.embedding(), kernels, rows);
    if (embedding != null) {
      parameters.addAll(embedding.parameters());
    }
    LayerInput input = embedding == null ? dense.get(0).input : embedding.input;
    batch = new Batch(input, network.targets());
    outputs = new FMatrixRMaj(rows, network.outputs());
    dOutputs = new FMatrixRMaj(rows, network.outputs());
    losses = new double[rows];
  }

  /** The rows to go through the network: filled by the caller, features modified by a pass. */
  public Batch batch() {
    return batch;
  }

  /** Sets the number of rows of the batch and of all scratch. */
  public void reshape(int rows) {
    batch.reshape(rows);
    outputs.reshape(rows, outputs.numCols);
    dOutputs.reshape(rows, dOutputs.numCols);
    for (DenseWorkspace layer : dense) {
      layer.reshape(rows);
    }
    if (embedding != null) {
      embedding.reshape(rows);
    }
  }

  /**
   * Takes a copy of the weights.
   *
   * @param weights not modified
   */
  public void load(Weights weights) {
    for (int layer = 0; layer < parameters.size(); layer++) {
      LayerParameters own = parameters.get(layer);
      copyFrom(weights, layer, own.W().data(), own.vectors());
    }
  }

  /**
   * Gives the weights back.
   *
   * @param weights modified
   */
  public void store(Weights weights) {
    for (int layer = 0; layer < parameters.size(); layer++) {
      LayerParameters own = parameters.get(layer);
      copyTo(weights, layer, own.W().data(), own.vectors());
    }
  }

  /**
   * Copies numbers of a layer's parameters into the form that its own have here.
   *
   * @param flat in the flat layout. Not modified.
   * @param matrix those of W. Modified.
   * @param vectors those of b, and of gain and shift where there are. Modified.
   */
  public void copyFrom(Weights flat, int layer, float[] matrix, float[][] vectors) {
    ParameterLayout layout = flat.layout();
    PanelMatrix W = parameters.get(layer).W();
    W.fromRowMajor(flat.values(), layout.weightOffset(layer), matrix);
    for (int vector = 0; vector < vectors.length; vector++) {
      int offset = layout.vectorOffset(layer, vector);
      System.arraycopy(flat.values(), offset, vectors[vector], 0, W.columns());
    }
  }

  /**
   * Copies them back.
   *
   * @param flat in the flat layout. Modified.
   */
  public void copyTo(Weights flat, int layer, float[] matrix, float[][] vectors) {
    ParameterLayout layout = flat.layout();
    PanelMatrix W = parameters.get(layer).W();
    W.toRowMajor(matrix, flat.values(), layout.weightOffset(layer));
    for (int vector = 0; vector < vectors.length; vector++) {
      int offset = layout.vectorOffset(layer, vector);
      System.arraycopy(vectors[vector], 0, flat.values(), offset, W.columns());
    }
  }

  /** The parameters of a layer, or of a table of the embedding, in the order of the layout. */
  public LayerParameters parameters(int layer) {
    return parameters.get(layer);
  }

  /** The scratch of the embedding, where there is one. */
  EmbeddingWorkspace embedding() {
    return Objects.requireNonNull(embedding);
  }

  /** The scratch of a layer. */
  public DenseWorkspace dense(int layer) {
    return dense.get(layer);
  }

  /**
   * The output of a hidden layer, counted from 1, as the last pass without masks left it: (B,
   * units), owned by the workspace.
   */
  public PanelMatrix hiddenOutput(int layer) {
    return dense.get(layer).input.dense();
  }

  /** The loss of a row, as the last pass with masks left it. */
  public double loss(int row) {
    return losses[row];
  }
}
