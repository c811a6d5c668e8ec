/** Activation functions, forward and backward side by side, on whole arrays. */
@NullMarked
package io.bellows.kernels.activation;

import org.jspecify.annotations.NullMarked;
