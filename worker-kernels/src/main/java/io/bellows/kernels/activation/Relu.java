package io.bellows.kernels.activation;

/** max(0, z), with derivative 0 at 0 (Nair and Hinton, ICML 2010). */
public record Relu() implements Activation {
  @Override
  public String name() {
    return "relu";
  }

  @Override
  public void forward(float[] z, float[] a, int length) {
    for (int i = 0; i < length; i++) {
      a[i] = Math.max(0f, z[i]);
    }
  }

  @Override
  public void backward(float[] z, float[] a, float[] dA, int length) {
    for (int i = 0; i < length; i++) {
      dA[i] = z[i] > 0 ? dA[i] : 0f;
    }
  }
}
