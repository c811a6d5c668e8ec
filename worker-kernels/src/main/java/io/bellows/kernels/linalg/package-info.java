/**
 * The few dense products the layers need, on EJML's row-major float matrix. It does not know
 * layers.
 */
@NullMarked
package io.bellows.kernels.linalg;

import org.jspecify.annotations.NullMarked;
