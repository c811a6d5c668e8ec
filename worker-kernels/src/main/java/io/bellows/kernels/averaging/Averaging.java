package io.bellows.kernels.averaging;

/**
 * A running mean of the weights. Training goes on from the weights themselves; rows are evaluated,
 * and a model is made, with the mean.
 */
public sealed interface Averaging permits ExponentialAverage, EpochAverage {}
