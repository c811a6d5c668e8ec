package io.bellows.kernels.network;

import io.bellows.kernels.data.Batch;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.layer.DenseWorkspace;
import io.bellows.kernels.layer.DropoutMask;
import io.bellows.kernels.layer.EmbeddingPass;
import io.bellows.kernels.layer.LayerNormalization;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.LayerInput;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;
import io.bellows.kernels.linalg.RowSums;
import io.bellows.kernels.linalg.TileSink;
import io.bellows.kernels.random.RandomKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a network's way forward and backward over a {@link Workspace}, each for some rows or
 * columns: one task takes them all whole, or several share them, meeting between the steps.
 *
 * <pre>
 *   masks, embed          rows
 *   forwardHidden         rows or columns of a hidden layer, layer after layer; rows where it is normalised
 *   forwardLast, loss     rows
 *   backwardToInput       rows or columns of the layer before, from the last layer to the second; likewise
 *   backwardToTables      rows
 *   weightGradient,
 *   vectorGradient        columns of any layer
 * </pre>
 *
 * <p>One task's: it holds scratch.
 */
public final class Pass {
  private final Network network;
  private final Workspace workspace;
  private final DenseKernels kernels;
  private final int last;
  private final List<DropoutMask> masks = new ArrayList<>();
  private final List<float[]> factors = new ArrayList<>();
  private final LayerNormalization normalization;
  private final @Nullable EmbeddingPass embedding;
  private final RandomKey[] keys;
  private long keysSeed;
  private int keysEpoch = -1;

  /** A task's hands on a workspace. */
  public Pass(Network network, Workspace workspace, DenseKernels kernels) {
    this.network = network;
    this.workspace = workspace;
    this.kernels = kernels;
    this.last = network.layers().size() - 1;
    this.normalization = new LayerNormalization(widestNormalized());
    this.embedding =
        network.embedding().isNone() ? null : new EmbeddingPass(network.embedding(), kernels);
    this.keys = new RandomKey[last + 1];
    for (int layer = 0; layer <= last; layer++) {
      masks.add(network.mask(layer));
      int units = layer == 0 ? network.inputs() : network.layers().get(layer).inputs();
      factors.add(new float[units]);
    }
  }

  private int widestNormalized() {
    return network.layers().stream()
        .filter(DenseLayer::isNormalized)
        .mapToInt(DenseLayer::outputs)
        .max()
        .orElse(0);
  }

  /** Draws the masks of some rows: those of the inputs are applied, the others kept. */
  public void masks(MaskKey key, Range rows) {
    makeKeys(key);
    for (int place = 0; place <= last; place++) {
      DropoutMask mask = masks.get(place);
      if (mask.isActive()) {
        masks(mask, place, keys[place], key.round(), rows);
      }
    }
  }

  /** They are an epoch's, and costly beside a small round. */
  private void makeKeys(MaskKey key) {
    if (keysEpoch != key.epoch() || keysSeed != key.seed()) {
      for (int place = 0; place <= last; place++) {
        keys[place] = masks.get(place).key(key);
      }
      keysEpoch = key.epoch();
      keysSeed = key.seed();
    }
  }

  private void masks(DropoutMask mask, int place, RandomKey key, int round, Range rows) {
    Batch batch = workspace.batch();
    for (int i = rows.from(); i < rows.to(); i++) {
      if (place == 0 && batch.input().isSparse()) {
        mask.dropRow(key, round, batch.shareOf(i), batch.placeOf(i), batch.input().sparse(), i);
      } else {
        maskDense(mask, place, key, round, i);
      }
    }
  }

  private void maskDense(DropoutMask mask, int place, RandomKey key, int round, int row) {
    Batch batch = workspace.batch();
    float[] drawn = factors.get(place);
    mask.draw(kernels, key, round, batch.shareOf(row), batch.placeOf(row), drawn);
    if (place == 0) {
      batch.features().multiplyRow(row, drawn);
    } else {
      workspace.dense(place - 1).factors.setRow(row, drawn, 0);
    }
  }

  /** Looks rows up in the embedding's tables, where there are any. */
  public void embed(Range rows) {
    if (embedding != null) {
      embedding.forward(workspace.embedding(), workspace.dense(0), rows);
    }
  }

  /**
   * Outputs of a hidden layer, counted from 0, through the mask behind it.
   *
   * @param columns all, where the layer is normalised
   */
  public void forwardHidden(int layer, Range rows, Range columns) {
    DenseLayer spec = network.layers().get(layer);
    DenseWorkspace scratch = workspace.dense(layer);
    spec.affine(kernels, scratch, rows, columns);
    spec.normalize(normalization, scratch, rows);
    spec.activateMasked(
        scratch,
        masks.get(layer + 1).isActive(),
        workspace.dense(layer + 1).input.dense(),
        rows,
        columns);
  }

  /** Outputs of the last layer. */
  public void forwardLast(Range rows) {
    DenseLayer spec = network.layers().get(last);
    DenseWorkspace scratch = workspace.dense(last);
    Range columns = Range.of(spec.outputs());
    spec.affine(kernels, scratch, rows, columns);
    spec.activate(scratch, scratch.dZ, rows, columns);
    FMatrixRMaj outputs = workspace.outputs;
    for (int i = rows.from(); i < rows.to(); i++) {
      scratch.dZ.getRow(i, outputs.data, i * outputs.numCols);
    }
  }

  /** Losses of some rows, and dZ of the last layer, whose activation is the identity. */
  public void loss(Range rows) {
    Batch batch = workspace.batch();
    FMatrixRMaj dOutputs = workspace.dOutputs;
    network
        .loss()
        .lossesAndGradient(
            workspace.outputs,
            batch.targets(),
            batch.weights(),
            rows.from(),
            rows.to(),
            workspace.losses,
            dOutputs);
    PanelMatrix dZ = workspace.dense(last).dZ;
    for (int i = rows.from(); i < rows.to(); i++) {
      dZ.setRow(i, dOutputs.data, i * dOutputs.numCols);
    }
  }

  /**
   * dZ of the layer before a layer, for some of its rows and columns.
   *
   * @param columns all, where the layer before is normalised
   */
  public void backwardToInput(int layer, Range rows, Range columns) {
    DenseWorkspace before = workspace.dense(layer - 1);
    List<DenseLayer> layers = network.layers();
    layers.get(layer).backwardToInput(kernels, workspace.dense(layer), before.dZ, rows, columns);
    DenseLayer spec = layers.get(layer - 1);
    spec.backwardThroughActivation(before, masks.get(layer).isActive(), rows, columns);
    spec.backwardThroughNormalization(normalization, before, rows);
  }

  /** The derivative by what some rows looked up in the embedding's tables. */
  public void backwardToTables(Range rows) {
    if (embedding != null) {
      DenseLayer first = network.layers().get(0);
      embedding.backward(workspace.embedding(), first, workspace.dense(0), rows);
    }
  }

  /**
   * dW of some columns of a layer, or dE of a table of the embedding.
   *
   * @param layer in the order of the layout
   * @param sink receives dW at the places of W in the workspace
   */
  public void weightGradient(int layer, RowSums sums, Range columns, TileSink sink) {
    if (layer > last) {
      Objects.requireNonNull(embedding)
          .gradient(layer - last - 1, workspace.embedding(), sums, columns, sink);
    } else {
      DenseLayer dense = network.layers().get(layer);
      dense.weightGradient(kernels, workspace.dense(layer), sums, columns, sink);
    }
  }

  /**
   * The derivative by some columns of a layer's b, gain or shift.
   *
   * @param sink receives it at the places of the vector
   */
  public void vectorGradient(int layer, int vector, RowSums sums, Range columns, TileSink sink) {
    network
        .layers()
        .get(layer)
        .vectorGradient(vector, kernels, workspace.dense(layer), sums, columns, sink);
  }

  /**
   * The whole way forward and backward over the batch, with masks.
   *
   * @param sum Σ w·gradient, Σ w·loss and Σ w are added. Modified.
   */
  public void addGradient(MaskKey key, GradientSum sum) {
    Range rows = Range.of(workspace.batch().rows());
    masks(key, rows);
    embed(rows);
    for (int layer = 0; layer < last; layer++) {
      forwardHidden(layer, rows, allColumns(layer));
    }
    forwardLast(rows);
    loss(rows);
    for (int layer = last; layer > 0; layer--) {
      backwardToInput(layer, rows, allColumns(layer - 1));
    }
    backwardToTables(rows);
    RowSums sums = RowSums.over(rows.length());
    ParameterLayout layout = network.layout();
    for (int layer = 0; layer < layout.layers(); layer++) {
      Range columns = Range.of(layout.outputs().get(layer));
      TileSink sink = sum.weightSink(workspace.parameters(layer).W(), layout.weightOffset(layer));
      weightGradient(layer, sums, columns, sink);
      for (int vector = 0; vector < layout.vectors().get(layer); vector++) {
        TileSink vectorSink = sum.vectorSink(layout.vectorOffset(layer, vector));
        vectorGradient(layer, vector, sums, columns, vectorSink);
      }
    }
    sum.rowsAdded(workspace.losses, workspace.batch().weights(), rows.length());
  }

  private Range allColumns(int layer) {
    return Range.of(network.layers().get(layer).outputs());
  }

  /**
   * The outputs of the last layer for the rows of the batch, without masks.
   *
   * @return (B,O), owned by the workspace until its next use
   */
  public FMatrixRMaj outputs() {
    Range rows = Range.of(workspace.batch().rows());
    masks.get(0).scaleForPrediction(workspace.batch().input());
    embed(rows);
    for (int layer = 0; layer < last; layer++) {
      DenseLayer spec = network.layers().get(layer);
      LayerInput output = workspace.dense(layer + 1).input;
      spec.affine(kernels, workspace.dense(layer), rows, allColumns(layer));
      spec.normalize(normalization, workspace.dense(layer), rows);
      spec.activate(workspace.dense(layer), output.dense(), rows, allColumns(layer));
      masks.get(layer + 1).scaleForPrediction(output);
    }
    forwardLast(rows);
    return workspace.outputs;
  }
}
