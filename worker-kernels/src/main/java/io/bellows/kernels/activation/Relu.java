package io.bellows.kernels.activation;

import io.bellows.kernels.elementary.PositiveStep;

/** max(0, z), with derivative 0 at 0 (Nair and Hinton, ICML 2010). */
public record Relu() implements Activation {
  @Override
  public String name() {
    return "relu";
  }

  @Override
  public void apply(float[] z, float[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = Math.max(0f, z[i]);
    }
  }

  @Override
  public void applyWithDerivative(float[] z, float[] a, float[] derivative, int from, int to) {
    apply(z, a, from, to);
    for (int i = from; i < to; i++) {
      derivative[i] = PositiveStep.of(a[i]);
    }
  }
}
