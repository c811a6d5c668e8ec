package io.bellows.kernels.activation;

import java.util.Arrays;

/** z itself. */
public record Identity() implements Activation {
  @Override
  public String name() {
    return "identity";
  }

  @Override
  public void apply(float[] z, float[] a, int from, int to) {
    System.arraycopy(z, from, a, from, to - from);
  }

  @Override
  public void applyWithDerivative(float[] z, float[] a, float[] derivative, int from, int to) {
    apply(z, a, from, to);
    Arrays.fill(derivative, from, to, 1f);
  }
}
