/** First weights of a network, drawn from a key. */
@NullMarked
package io.bellows.kernels.initializer;

import org.jspecify.annotations.NullMarked;
