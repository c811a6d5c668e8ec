package io.bellows.kernels.activation;

import java.io.Serializable;

/**
 * A function applied to each number of a layer's Z. One virtual call per array, not per number.
 *
 * <p>Implementations are stateless records without components, or with the constants of the
 * function.
 */
public interface Activation extends Serializable {
  /** The name used in configurations and model files. */
  String name();

  /**
   * A = f(Z).
   *
   * @param z Z. Not modified.
   * @param a A. Modified in its first {@code length} numbers.
   */
  void forward(float[] z, float[] a, int length);

  /**
   * dZ = dA ⊙ f′(Z).
   *
   * @param z Z of the forward pass. Not modified.
   * @param a A of the forward pass. Not modified.
   * @param dA dA on entry, dZ on return. Modified in its first {@code length} numbers.
   */
  void backward(float[] z, float[] a, float[] dA, int length);
}
