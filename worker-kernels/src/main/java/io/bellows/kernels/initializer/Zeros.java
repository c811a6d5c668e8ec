package io.bellows.kernels.initializer;

import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.random.RandomKey;
import java.util.Arrays;

/**
 * 0. Softmax and linear regression may start here; the units of a hidden layer would all stay
 * alike.
 */
public record Zeros() implements Initializer {
  @Override
  public String name() {
    return "zeros";
  }

  @Override
  public void fill(DenseLayer layer, float[] values, int from, RandomKey key) {
    Arrays.fill(values, from, from + layer.inputs() * layer.outputs(), 0f);
  }
}
