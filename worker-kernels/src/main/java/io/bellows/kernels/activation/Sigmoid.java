package io.bellows.kernels.activation;

import io.bellows.kernels.elementary.Logistic;

/**
 * 1 / (1 + e⁻ᶻ), with derivative a·(1 − a) (Rumelhart, Hinton, Williams, "Learning representations
 * by back-propagating errors", Nature 323, 1986).
 */
public record Sigmoid() implements Activation {
  @Override
  public String name() {
    return "sigmoid";
  }

  @Override
  public void apply(float[] z, float[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = Logistic.logistic(z[i]);
    }
  }

  @Override
  public void applyWithDerivative(float[] z, float[] a, float[] derivative, int from, int to) {
    apply(z, a, from, to);
    for (int i = from; i < to; i++) {
      // That of −z is 1 − a without its rounding.
      derivative[i] = a[i] * Logistic.logistic(-z[i]);
    }
  }
}
