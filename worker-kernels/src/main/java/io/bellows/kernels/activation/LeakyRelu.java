package io.bellows.kernels.activation;

import io.bellows.kernels.elementary.PositiveStep;

/**
 * z above 0, else 0.01·z, with derivative 0.01 at 0 (Maas, Hannun, Ng, "Rectifier nonlinearities
 * improve neural network acoustic models", ICML 2013). The slope is the paper's and PyTorch's;
 * Keras takes 0.3.
 */
public record LeakyRelu() implements Activation {
  private static final float SLOPE = 0.01f;

  @Override
  public String name() {
    return "leaky-relu";
  }

  @Override
  public void apply(float[] z, float[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = Math.max(z[i], SLOPE * z[i]);
    }
  }

  @Override
  public void applyWithDerivative(float[] z, float[] a, float[] derivative, int from, int to) {
    apply(z, a, from, to);
    for (int i = from; i < to; i++) {
      derivative[i] = Math.max(PositiveStep.of(z[i]), SLOPE);
    }
  }
}
