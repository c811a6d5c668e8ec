/**
 * The mathematics of Bellows in plain Java: everything that has no Spark type in its signature. It
 * does not know where it runs.
 *
 * <p>Letters used everywhere: B rows of a batch, I inputs and O outputs of a layer, N training
 * rows, P shares. A (B,I) the input of a layer, W (I,O) its weights, b (1,O) its biases, Z (B,O) =
 * A·W + b. A gradient has the name of what it belongs to with {@code d} in front: dW is the
 * derivative of Σ w·loss with respect to W.
 */
@NullMarked
package io.bellows.kernels;

import org.jspecify.annotations.NullMarked;
