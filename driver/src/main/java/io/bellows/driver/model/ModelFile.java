package io.bellows.driver.model;

import static io.bellows.kernels.Checks.require;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.bellows.driver.input.FeatureColumn;
import io.bellows.driver.input.TableDeclaration;
import io.bellows.driver.preparation.ClassLabels;
import io.bellows.driver.preparation.RealTarget;
import io.bellows.driver.preparation.TargetEncoding;
import io.bellows.kernels.activation.Activations;
import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.loss.Losses;
import io.bellows.kernels.network.Network;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code model.json} says: everything of a model but its numbers.
 *
 * @param format the version of this file's layout
 * @param weights SHA-256 of the weights file of each network, hexadecimal
 * @param preparation SHA-256 of each file of the preparation, by its path in that folder
 * @param labels the classes, or null for a real target
 * @param real mean and scale, or null for classes
 * @param declaration how tables are read
 * @param dataSeed the seed that rows are placed by
 * @param shares how many shares rows are placed in
 */
record ModelFile(
    int format,
    List<String> weights,
    Map<String, String> preparation,
    List<Layer> layers,
    Dropout dropout,
    SavedLoss loss,
    @JsonSetter(nulls = Nulls.SET) @Nullable List<String> labels,
    @JsonSetter(nulls = Nulls.SET) @Nullable RealTarget real,
    TableDeclaration declaration,
    long dataSeed,
    int shares) {
  static final int FORMAT = 3;

  /** A dense layer. */
  record Layer(int inputs, int outputs, String activation) {}

  /** A loss, and the numbers it was made with. */
  record SavedLoss(String name, Map<String, Double> parameters) {}

  static ModelFile of(TrainedModel model, List<String> weights, Map<String, String> preparation) {
    Network network = model.network();
    TargetEncoding target = model.target();
    return new ModelFile(
        FORMAT,
        weights,
        preparation,
        network.layers().stream()
            .map(layer -> new Layer(layer.inputs(), layer.outputs(), layer.activation().name()))
            .toList(),
        network.dropout(),
        new SavedLoss(network.loss().name(), network.loss().parameters()),
        target instanceof ClassLabels classes ? classes.labels() : null,
        target instanceof RealTarget realTarget ? realTarget : null,
        model.declaration(),
        model.dataSeed(),
        model.shares());
  }

  Network network() {
    List<DenseLayer> dense =
        layers.stream()
            .map(
                layer ->
                    new DenseLayer(
                        layer.inputs, layer.outputs, Activations.REGISTRY.named(layer.activation)))
            .toList();
    return new Network(dense, dropout, Losses.of(loss.name, loss.parameters));
  }

  TargetEncoding target() {
    if (labels != null) {
      return new ClassLabels(labels);
    }
    if (real != null) {
      return real;
    }
    throw new IllegalArgumentException("it names neither labels nor a real target");
  }

  /**
   * Checks what the parts have to say of each other.
   *
   * @throws IllegalArgumentException when they do not belong together
   */
  void requireConsistent() {
    Network network = network();
    TargetEncoding target = target();
    require(
        target.outputs() == network.outputs() && network.targets() == 1,
        "a network of %d outputs with the loss %s does not give a target of %d",
        network.outputs(),
        loss.name,
        target.outputs());
    long numbers = declaration.schema().features().stream().mapToLong(FeatureColumn::numbers).sum();
    require(
        numbers <= network.inputs(),
        "its columns give %d numbers for %d inputs",
        numbers,
        network.inputs());
    require(!weights.isEmpty(), "it names no weights");
    require(shares >= 1, "there must be at least 1 share, were %d", shares);
  }
}
