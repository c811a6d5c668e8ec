package io.bellows.kernels.initializer;

import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.random.RandomKey;
import io.bellows.kernels.random.UniformDraws;

/** Uniform within ±0.05, Keras's bound, whatever the layer's size. */
public record Uniform() implements Initializer {
  private static final double BOUND = 0.05;

  @Override
  public String name() {
    return "uniform";
  }

  @Override
  public void fill(DenseLayer layer, float[] values, int from, RandomKey key) {
    UniformDraws.fill(values, from, from + layer.inputs() * layer.outputs(), BOUND, key);
  }
}
