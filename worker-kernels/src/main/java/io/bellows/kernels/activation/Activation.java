package io.bellows.kernels.activation;

import java.io.Serializable;

/**
 * A function applied to each number of a layer's Z. One virtual call per array, not per number.
 *
 * <p>Implementations are stateless records without components, or with the constants of the
 * function. Their loops hold neither branches nor calls, so that the JVM turns them into vector
 * instructions.
 */
public interface Activation extends Serializable {
  /** The name used in configurations and model files. */
  String name();

  /**
   * A = f(Z).
   *
   * @param z Z. Not modified.
   * @param a A. Modified from {@code from} to {@code to − 1}; may be {@code z}.
   */
  void apply(float[] z, float[] a, int from, int to);

  /**
   * A = f(Z), and f′(Z) for the way back.
   *
   * @param z Z. Not modified.
   * @param a A. Modified from {@code from} to {@code to − 1}.
   * @param derivative f′(Z). Modified in the same places.
   */
  void applyWithDerivative(float[] z, float[] a, float[] derivative, int from, int to);
}
