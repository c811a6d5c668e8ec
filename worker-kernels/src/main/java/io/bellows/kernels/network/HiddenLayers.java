package io.bellows.kernels.network;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.activation.Activation;
import io.bellows.kernels.layer.DenseLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * The hidden layers of a network, all of one kind.
 *
 * @param units of each layer, first layer first; none for softmax or linear regression
 * @param isResidual whether each layer with as many inputs as units adds what it is given to its
 *     outputs
 * @param isNormalized whether each layer normalises its sums over the units of a row
 */
public record HiddenLayers(
    List<Integer> units, Activation activation, boolean isResidual, boolean isNormalized) {
  public HiddenLayers {
    units = List.copyOf(units);
    units.forEach(
        count ->
            require(count >= 1, "network.hidden needs at least 1 unit a layer, was %d", count));
    if (isNormalized && (units.isEmpty() || units.contains(1))) {
      throw new InvalidConfigException(
          String.format(
              "Cannot use network.layer-norm = true with network.hidden = %s: expected hidden layers of at least 2 units each, over which to normalise; set network.layer-norm = false",
              units));
    }
    if (isResidual && !hasEqualNeighbours(units)) {
      throw new InvalidConfigException(
          String.format(
              "Cannot use network.residual = true with network.hidden = %s: expected two layers one after the other with equally many units, else there is nothing to connect; set network.residual = false",
              units));
    }
  }

  private static boolean hasEqualNeighbours(List<Integer> units) {
    for (int layer = 1; layer < units.size(); layer++) {
      if (units.get(layer).equals(units.get(layer - 1))) {
        return true;
      }
    }
    return false;
  }

  /** Layers that do nothing but their sums and the activation. */
  public static HiddenLayers plain(List<Integer> units, Activation activation) {
    return new HiddenLayers(units, activation, false, false);
  }

  /** The layers, for some number of inputs. */
  List<DenseLayer> behind(int inputs) {
    List<DenseLayer> layers = new ArrayList<>();
    int width = inputs;
    for (int count : units) {
      layers.add(
          new DenseLayer(width, count, activation, isResidual && width == count, isNormalized));
      width = count;
    }
    return layers;
  }
}
