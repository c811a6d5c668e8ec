package io.bellows.kernels.network;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.activation.Activation;
import io.bellows.kernels.activation.Identity;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.loss.Loss;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/**
 * A feed-forward network: dense layers one after the other, dropout before each, a loss at the end.
 * Without hidden layers it is softmax or linear regression.
 *
 * <p>Immutable: the weights are {@link Weights}, the scratch is a {@link Workspace}.
 *
 * @param layers the layers in order; the last one's outputs go to the loss
 * @param dropout rates for the inputs and for each layer but the last
 */
public record Network(List<DenseLayer> layers, Dropout dropout, Loss loss) implements Serializable {
  /** Four bytes each, they are sent and saved as one array of bytes, which holds 2³¹ − 1. */
  private static final int MOST_PARAMETERS = 500_000_000;

  public Network {
    layers = List.copyOf(layers);
    require(!layers.isEmpty(), "a network needs at least an output layer");
    for (int layer = 1; layer < layers.size(); layer++) {
      requireChained(layers, layer);
    }
    if (dropout.hiddenRates().size() != layers.size() - 1) {
      throw new InvalidConfigException(
          String.format(
              "Cannot use %d dropout rates for hidden layers: expected one number, or one for each of the %d hidden layers; set network.dropout.hidden",
              dropout.hiddenRates().size(), layers.size() - 1));
    }
    requireFewParameters(layers);
  }

  private static void requireChained(List<DenseLayer> layers, int layer) {
    int expected = layers.get(layer - 1).outputs();
    int declared = layers.get(layer).inputs();
    if (declared != expected) {
      throw new InvalidConfigException(
          String.format(
              "Cannot chain layer %d: expected %d inputs (outputs of layer %d) but it declares %d",
              layer + 1, expected, layer, declared));
    }
  }

  private static void requireFewParameters(List<DenseLayer> layers) {
    long parameters = 0;
    for (DenseLayer layer : layers) {
      parameters += (layer.inputs() + 1L) * layer.outputs();
      if (parameters > MOST_PARAMETERS) {
        throw new InvalidConfigException(
            String.format(
                "Cannot build a network of %,d parameters or more: expected at most %,d; lower network.hidden",
                parameters, MOST_PARAMETERS));
      }
    }
  }

  /** A network of hidden layers with one activation, and an output layer without. */
  public static Network of(
      int inputs,
      List<Integer> hidden,
      Activation activation,
      int outputs,
      Dropout dropout,
      Loss loss) {
    List<DenseLayer> layers = new ArrayList<>();
    int width = inputs;
    for (int units : hidden) {
      layers.add(new DenseLayer(width, units, activation));
      width = units;
    }
    layers.add(new DenseLayer(width, outputs, new Identity()));
    return new Network(layers, dropout, loss);
  }

  /** I of the first layer. */
  public int inputs() {
    return layers.get(0).inputs();
  }

  /** O of the last layer. */
  public int outputs() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** T: how many targets a row has. */
  public int targets() {
    return loss.targets(outputs());
  }

  /** Where the parameters stand. */
  public ParameterLayout layout() {
    return ParameterLayout.of(layers);
  }

  /**
   * Forward and backward over the rows of the workspace's batch, with masks.
   *
   * @param workspace holds batch and weights; its scratch is modified.
   * @param masks which masks
   * @param firstRow the place of the batch's first row in the share's part of the round
   * @param sum Σ w·gradient, Σ w·loss and Σ w are added. Modified.
   */
  public void addGradient(Workspace workspace, MaskKey masks, int firstRow, GradientSum sum) {
    FMatrixRMaj outputs = forwardWithMasks(workspace, masks, firstRow);
    FMatrixRMaj dOutputs = workspace.dense(layers.size() - 1).dOutput;
    double lossSum =
        loss.sumAndGradient(
            outputs, workspace.batch().targets(), workspace.batch().weights(), dOutputs);
    sum.addRows(lossSum, workspace.batch().weights(), outputs.numRows);
    backward(workspace, sum);
  }

  private FMatrixRMaj forwardWithMasks(Workspace workspace, MaskKey masks, int firstRow) {
    workspace.drawMasks(masks, firstRow);
    if (workspace.mask(0).isActive()) {
      workspace.mask(0).apply(workspace.batch().features(), workspace.batch().features());
    }
    for (int layer = 0; layer < layers.size(); layer++) {
      layers
          .get(layer)
          .forward(workspace.products(), workspace.input(layer), workspace.dense(layer));
      workspace.maskOutput(layer);
    }
    return workspace.dense(layers.size() - 1).output;
  }

  private void backward(Workspace workspace, GradientSum sum) {
    for (int layer = layers.size() - 1; layer >= 0; layer--) {
      layers
          .get(layer)
          .backward(workspace.products(), workspace.input(layer), workspace.dense(layer));
      workspace.addTo(sum, layer);
      if (layer > 0) {
        FMatrixRMaj dInput = workspace.dense(layer - 1).dOutput;
        layers.get(layer).backwardToInput(workspace.products(), workspace.dense(layer), dInput);
        if (workspace.mask(layer).isActive()) {
          workspace.mask(layer).apply(dInput, dInput);
        }
      }
    }
  }

  /**
   * The outputs of the last layer for the rows of the workspace's batch, without masks.
   *
   * @param workspace holds batch and weights; its scratch is modified, and the batch's features
   *     under classic dropout.
   * @return (B,O), owned by the workspace until its next use
   */
  public FMatrixRMaj outputs(Workspace workspace) {
    workspace.mask(0).scaleForPrediction(workspace.batch().features());
    FMatrixRMaj A = workspace.batch().features();
    for (int layer = 0; layer < layers.size(); layer++) {
      layers.get(layer).forward(workspace.products(), A, workspace.dense(layer));
      A = workspace.dense(layer).output;
      if (layer < layers.size() - 1) {
        workspace.mask(layer + 1).scaleForPrediction(A);
      }
    }
    return A;
  }
}
