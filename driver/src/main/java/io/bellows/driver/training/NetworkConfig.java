package io.bellows.driver.training;

import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.network.HiddenLayers;
import java.util.Optional;

/**
 * What of a network does not depend on the data.
 *
 * @param embedding which categories are embedded; empty: none are
 * @param loss what is minimised
 * @param dropout one rate for the inputs, one for each hidden layer
 */
public record NetworkConfig(
    Optional<EmbeddingConfig> embedding, HiddenLayers hidden, LossConfig loss, Dropout dropout) {}
