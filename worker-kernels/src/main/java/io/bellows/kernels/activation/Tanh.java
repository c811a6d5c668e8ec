package io.bellows.kernels.activation;

import io.bellows.kernels.elementary.HyperbolicTangent;

/** tanh z, with derivative 1 − tanh² z (LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998). */
public record Tanh() implements Activation {
  @Override
  public String name() {
    return "tanh";
  }

  @Override
  public void apply(float[] z, float[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = HyperbolicTangent.tanh(z[i]);
    }
  }

  @Override
  public void applyWithDerivative(float[] z, float[] a, float[] derivative, int from, int to) {
    apply(z, a, from, to);
    for (int i = from; i < to; i++) {
      // Near 1 the difference is exact, which 1 − a² would not be.
      derivative[i] = (1 - a[i]) * (1 + a[i]);
    }
  }
}
