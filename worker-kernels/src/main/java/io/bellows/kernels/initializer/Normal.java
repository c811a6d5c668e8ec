package io.bellows.kernels.initializer;

import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.random.NormalDraws;
import io.bellows.kernels.random.RandomKey;

/** Normal with mean 0 and deviation 0.05, Keras's, whatever the layer's size. */
public record Normal() implements Initializer {
  private static final double DEVIATION = 0.05;

  @Override
  public String name() {
    return "normal";
  }

  @Override
  public void fill(DenseLayer layer, float[] values, int from, RandomKey key) {
    NormalDraws.fill(values, from, from + layer.inputs() * layer.outputs(), DEVIATION, key);
  }
}
