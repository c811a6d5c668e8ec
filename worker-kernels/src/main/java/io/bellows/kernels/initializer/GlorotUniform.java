package io.bellows.kernels.initializer;

import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.random.RandomKey;
import io.bellows.kernels.random.UniformDraws;

/**
 * Uniform in ±√(6 / (I + O)), variance 2 / (I + O) (Glorot and Bengio, "Understanding the
 * difficulty of training deep feedforward neural networks", AISTATS 2010, equation 16).
 */
public record GlorotUniform() implements Initializer {
  @Override
  public String name() {
    return "glorot-uniform";
  }

  @Override
  public void fill(DenseLayer layer, float[] values, int from, RandomKey key) {
    double bound = Math.sqrt(6.0 / ((double) layer.inputs() + layer.outputs()));
    UniformDraws.fill(values, from, from + layer.inputs() * layer.outputs(), bound, key);
  }
}
