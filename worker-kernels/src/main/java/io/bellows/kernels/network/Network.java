package io.bellows.kernels.network;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.activation.Activation;
import io.bellows.kernels.activation.Identity;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.layer.DropoutMask;
import io.bellows.kernels.layer.EmbeddingLayer;
import io.bellows.kernels.layer.EmbeddingTable;
import io.bellows.kernels.loss.Loss;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A feed-forward network: an embedding where inputs are categories, then dense layers one after the
 * other, dropout before each, a loss at the end. Without hidden layers it is softmax or linear
 * regression.
 *
 * <p>Immutable: the weights are {@link Weights}, the scratch is a {@link Workspace}, the way
 * through is a {@link Pass}.
 *
 * @param embedding what comes before the first layer
 * @param layers the dense layers in order; the last one's outputs go to the loss
 * @param dropout rates for the inputs, before they are embedded, and for each layer but the last
 */
public record Network(EmbeddingLayer embedding, List<DenseLayer> layers, Dropout dropout, Loss loss)
    implements Serializable {
  /** Four bytes each, they are sent and saved as one array of bytes, which holds 2³¹ − 1. */
  private static final int MOST_PARAMETERS = 500_000_000;

  public Network {
    layers = List.copyOf(layers);
    require(!layers.isEmpty(), "a network needs at least an output layer");
    require(
        embedding.outputs() == layers.get(0).inputs(),
        "an embedding of %d outputs needs a first layer of as many inputs, not %d",
        embedding.outputs(),
        layers.get(0).inputs());
    for (int layer = 1; layer < layers.size(); layer++) {
      requireChained(layers, layer);
    }
    if (dropout.hiddenRates().size() != layers.size() - 1) {
      throw new InvalidConfigException(
          String.format(
              "Cannot use %d dropout rates for hidden layers: expected one number, or one for each of the %d hidden layers; set network.dropout.hidden",
              dropout.hiddenRates().size(), layers.size() - 1));
    }
    requireFewParameters(embedding, layers);
  }

  /** A network of dense layers, at least one. */
  public Network(List<DenseLayer> layers, Dropout dropout, Loss loss) {
    this(EmbeddingLayer.none(layers.isEmpty() ? 0 : layers.get(0).inputs()), layers, dropout, loss);
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

  private static void requireFewParameters(EmbeddingLayer embedding, List<DenseLayer> layers) {
    long parameters = 0;
    for (EmbeddingTable table : embedding.tables()) {
      parameters += (long) table.categories() * table.dimension();
      requireFewParameters(parameters, "network.embedding.dimension");
    }
    for (DenseLayer layer : layers) {
      parameters += ((long) layer.inputs() + layer.vectors()) * layer.outputs();
      requireFewParameters(parameters, "network.hidden");
    }
  }

  private static void requireFewParameters(long parameters, String setting) {
    if (parameters > MOST_PARAMETERS) {
      throw new InvalidConfigException(
          String.format(
              "Cannot build a network of %,d parameters or more: expected at most %,d; lower %s",
              parameters, MOST_PARAMETERS, setting));
    }
  }

  /** A network of plain hidden layers with one activation, and an output layer without. */
  public static Network of(
      int inputs,
      List<Integer> hidden,
      Activation activation,
      int outputs,
      Dropout dropout,
      Loss loss) {
    return of(inputs, HiddenLayers.plain(hidden, activation), outputs, dropout, loss);
  }

  /** A network of hidden layers, and an output layer without activation. */
  public static Network of(
      int inputs, HiddenLayers hidden, int outputs, Dropout dropout, Loss loss) {
    return of(EmbeddingLayer.none(inputs), hidden, outputs, dropout, loss);
  }

  /** The same behind an embedding. */
  public static Network of(
      EmbeddingLayer embedding, HiddenLayers hidden, int outputs, Dropout dropout, Loss loss) {
    List<DenseLayer> layers = new ArrayList<>(hidden.behind(embedding.outputs()));
    int width = layers.isEmpty() ? embedding.outputs() : layers.get(layers.size() - 1).outputs();
    layers.add(new DenseLayer(width, outputs, new Identity()));
    return new Network(embedding, layers, dropout, loss);
  }

  /** I: how many inputs a row has. */
  public int inputs() {
    return embedding.inputs();
  }

  /** O of the last layer. */
  public int outputs() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** T: how many targets a row has. */
  public int targets() {
    return loss.targets(outputs());
  }

  /**
   * Floating-point operations of a row's products in training: A·W, Aᵀ·dZ and dZ·Wᵀ of each layer,
   * 2·I·O each, but for dZ·Wᵀ of the first by inputs that are not embedded, which nobody needs.
   */
  public long flopPerRow() {
    long flop = 0;
    for (DenseLayer layer : layers) {
      flop += 6L * layer.inputs() * layer.outputs();
    }
    return flop - 2L * embedding.passed() * layers.get(0).outputs();
  }

  /** Whether some layer looks at whole rows: then units cannot be divided among tasks. */
  public boolean isNormalized() {
    return layers.stream().anyMatch(DenseLayer::isNormalized);
  }

  /** Where the parameters stand. */
  public ParameterLayout layout() {
    return ParameterLayout.of(layers, embedding.tables());
  }

  /** The mask in front of a layer, counted from 0. */
  public DropoutMask mask(int layer) {
    return new DropoutMask(dropout, layer);
  }
}
