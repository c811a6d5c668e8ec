package io.bellows.driver.training;

import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.network.HiddenLayers;

/**
 * What of a network does not depend on the data.
 *
 * @param loss what is minimised
 * @param dropout one rate for the inputs, one for each hidden layer
 */
public record NetworkConfig(HiddenLayers hidden, LossConfig loss, Dropout dropout) {}
