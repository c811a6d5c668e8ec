package io.bellows.kernels.network;

import io.bellows.kernels.data.Batch;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.layer.DenseWorkspace;
import io.bellows.kernels.layer.DropoutMask;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.MatrixProducts;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/**
 * One task's scratch for a network: a batch, a copy of the weights as matrices, activations,
 * derivatives and masks, for a fixed number of rows at most. Allocated once, reused from batch to
 * batch; owned by one task.
 */
public final class Workspace {
  private final Network network;
  private final MatrixProducts products;
  private final Batch batch;
  private final List<DenseWorkspace> dense = new ArrayList<>();
  private final List<DropoutMask> masks = new ArrayList<>();
  private final List<FMatrixRMaj> masked = new ArrayList<>();

  /** Scratch for batches of at most {@code rows} rows. */
  public Workspace(Network network, MatrixProducts products, int rows) {
    this.network = network;
    this.products = products;
    this.batch = new Batch(rows, network.inputs(), network.targets());
    for (int layer = 0; layer < network.layers().size(); layer++) {
      DenseLayer spec = network.layers().get(layer);
      dense.add(new DenseWorkspace(spec, rows));
      DropoutMask mask = new DropoutMask(network.dropout(), layer, spec.inputs(), rows);
      masks.add(mask);
      masked.add(new FMatrixRMaj(layer > 0 && mask.isActive() ? rows : 0, spec.inputs()));
    }
  }

  /**
   * The rows to go through the network: filled by the caller, its features modified by input
   * dropout.
   */
  public Batch batch() {
    return batch;
  }

  /**
   * Takes a copy of the weights.
   *
   * @param weights not modified
   */
  public void load(Weights weights) {
    ParameterLayout layout = weights.layout();
    for (int layer = 0; layer < dense.size(); layer++) {
      DenseWorkspace scratch = dense.get(layer);
      System.arraycopy(
          weights.values(),
          layout.weightOffset(layer),
          scratch.W.data,
          0,
          layout.weightCount(layer));
      System.arraycopy(
          weights.values(), layout.biasOffset(layer), scratch.b.data, 0, scratch.b.numCols);
      if (layer > 0) {
        products.transpose(scratch.W, scratch.Wt);
      }
    }
  }

  /**
   * The output of a hidden layer, counted from 1, as the last pass left it: (B, units), owned by
   * the workspace.
   */
  public FMatrixRMaj hiddenOutput(int layer) {
    return dense.get(layer - 1).output;
  }

  MatrixProducts products() {
    return products;
  }

  DenseWorkspace dense(int layer) {
    return dense.get(layer);
  }

  /** The mask in front of a layer. */
  DropoutMask mask(int layer) {
    return masks.get(layer);
  }

  /** What goes into a layer: the batch, or the layer before, through its mask where it has one. */
  FMatrixRMaj input(int layer) {
    if (layer == 0) {
      return batch.features();
    }
    return masks.get(layer).isActive() ? masked.get(layer) : dense.get(layer - 1).output;
  }

  void drawMasks(MaskKey key, int firstRow) {
    for (DropoutMask mask : masks) {
      if (mask.isActive()) {
        mask.draw(key, firstRow, batch.rows());
      }
    }
  }

  void maskOutput(int layer) {
    int next = layer + 1;
    if (next < network.layers().size() && masks.get(next).isActive()) {
      masks.get(next).apply(dense.get(layer).output, masked.get(next));
    }
  }

  void addTo(GradientSum sum, int layer) {
    ParameterLayout layout = network.layout();
    sum.addAt(layout.weightOffset(layer), dense.get(layer).dW);
    sum.addAt(layout.biasOffset(layer), dense.get(layer).db);
  }
}
