package io.bellows.driver.model;

import static io.bellows.kernels.Checks.require;

import io.bellows.driver.input.FeatureColumn;
import io.bellows.driver.input.TableDeclaration;
import io.bellows.driver.preparation.InputLayout;
import io.bellows.driver.preparation.StoredTarget;
import io.bellows.driver.preparation.TargetEncoding;
import io.bellows.kernels.activation.Activations;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.layer.EmbeddingLayer;
import io.bellows.kernels.layer.EmbeddingTable;
import io.bellows.kernels.loss.Losses;
import io.bellows.kernels.network.Network;
import java.util.List;
import java.util.Map;

/**
 * What {@code model.json} says: everything of a model but its numbers.
 *
 * @param format the version of this file's layout
 * @param weights SHA-256 of the weights file of each network, hexadecimal
 * @param preparation SHA-256 of each file of the preparation, by its path in that folder
 * @param inputs what the network's inputs are
 * @param embedding the tables that come before the first layer
 * @param target how targets are encoded
 * @param declaration how tables are read
 * @param dataSeed the seed that rows are placed by
 * @param shares how many shares rows are placed in
 */
record ModelFile(
    int format,
    List<String> weights,
    Map<String, String> preparation,
    InputLayout inputs,
    List<EmbeddingTable> embedding,
    List<Layer> layers,
    Dropout dropout,
    SavedLoss loss,
    StoredTarget target,
    TableDeclaration declaration,
    long dataSeed,
    int shares) {
  static final int FORMAT = 5;

  /** A dense layer. */
  record Layer(int inputs, int outputs, String activation, boolean residual, boolean layerNorm) {
    static Layer of(DenseLayer layer) {
      return new Layer(
          layer.inputs(),
          layer.outputs(),
          layer.activation().name(),
          layer.isResidual(),
          layer.isNormalized());
    }

    DenseLayer dense() {
      return new DenseLayer(
          inputs, outputs, Activations.REGISTRY.named(activation), residual, layerNorm);
    }
  }

  /** A loss, and the numbers it was made with. */
  record SavedLoss(String name, Map<String, Double> parameters) {}

  static ModelFile of(TrainedModel model, List<String> weights, Map<String, String> preparation) {
    Network network = model.network();
    return new ModelFile(
        FORMAT,
        weights,
        preparation,
        model.preparation().layout(),
        network.embedding().tables(),
        network.layers().stream().map(Layer::of).toList(),
        network.dropout(),
        new SavedLoss(network.loss().name(), network.loss().parameters()),
        StoredTarget.of(model.target()),
        model.declaration(),
        model.dataSeed(),
        model.shares());
  }

  Network network() {
    List<DenseLayer> dense = layers.stream().map(Layer::dense).toList();
    return new Network(
        new EmbeddingLayer(inputs.inputs(), embedding),
        dense,
        dropout,
        Losses.of(loss.name, loss.parameters));
  }

  /**
   * Checks what the parts have to say of each other.
   *
   * @throws IllegalArgumentException when they do not belong together
   */
  void requireConsistent() {
    Network network = network();
    TargetEncoding encoding = target.encoding();
    require(
        encoding.outputs(network.loss()) == network.outputs()
            && encoding.targets() == network.targets()
            && encoding.targets() == declaration.schema().targets().size(),
        "a network of %d outputs with the loss %s does not give a target of %d, in %d columns",
        network.outputs(),
        loss.name,
        encoding.parts(),
        declaration.schema().targets().size());
    long numbers = declaration.schema().features().stream().mapToLong(FeatureColumn::numbers).sum();
    require(
        numbers == inputs.numbers(),
        "its columns give %d numbers for %d inputs",
        numbers,
        inputs.numbers());
    int categorical = declaration.schema().featuresOf(FeatureColumn.Kind.CATEGORY).size();
    require(
        categorical == inputs.categories().size(),
        "it has %d columns of categories, and inputs for %d",
        categorical,
        inputs.categories().size());
    require(!weights.isEmpty(), "it names no weights");
    require(shares >= 1, "there must be at least 1 share, were %d", shares);
  }
}
