/**
 * A network as a chain of layers and a loss, its parameters in one flat array, and one task's
 * scratch for going forward and backward.
 */
@NullMarked
package io.bellows.kernels.network;

import org.jspecify.annotations.NullMarked;
