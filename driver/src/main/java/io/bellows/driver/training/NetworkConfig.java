package io.bellows.driver.training;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.activation.Activation;
import io.bellows.kernels.layer.Dropout;
import java.util.List;

/**
 * What of a network does not depend on the data.
 *
 * @param hidden units of each hidden layer; none for softmax or linear regression
 * @param loss what is minimised
 * @param dropout one rate for the inputs, one for each hidden layer
 */
public record NetworkConfig(
    List<Integer> hidden, Activation activation, LossConfig loss, Dropout dropout) {
  public NetworkConfig {
    hidden = List.copyOf(hidden);
    hidden.forEach(
        units ->
            require(units >= 1, "network.hidden needs at least 1 unit a layer, was %d", units));
  }
}
