package io.bellows.kernels.initializer;

import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.random.NormalDraws;
import io.bellows.kernels.random.RandomKey;

/**
 * Normal with mean 0 and variance 2 / I (He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV
 * 2015, equation 10).
 */
public record HeNormal() implements Initializer {
  @Override
  public String name() {
    return "he-normal";
  }

  @Override
  public void fill(DenseLayer layer, float[] values, int from, RandomKey key) {
    double deviation = Math.sqrt(2.0 / layer.inputs());
    NormalDraws.fill(values, from, from + layer.inputs() * layer.outputs(), deviation, key);
  }
}
