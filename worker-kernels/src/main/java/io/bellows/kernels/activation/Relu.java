package io.bellows.kernels.activation;

/** max(0, z), with derivative 0 at 0 (Nair and Hinton, ICML 2010). */
public record Relu() implements Activation {
  /** Squared, it lifts the smallest positive float above 1. */
  private static final float LIFT = 0x1p127f;

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
      // 1 where a is above 0, else 0, without a branch.
      derivative[i] = Math.min(1f, a[i] * LIFT * LIFT);
    }
  }
}
