package io.bellows.kernels.initializer;

import io.bellows.kernels.layer.DenseLayer;
import io.bellows.kernels.random.RandomKey;

/** Draws a layer's first weights. Biases start at 0. */
public interface Initializer {
  /** The name used in configurations. */
  String name();

  /**
   * Fills W (I,O), row-major, in part of an array.
   *
   * @param values modified from {@code from} to {@code from + I·O − 1}
   */
  void fill(DenseLayer layer, float[] values, int from, RandomKey key);
}
