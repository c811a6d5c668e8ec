/** Packed rows, and which rows of a share belong to a round. */
@NullMarked
package io.bellows.kernels.data;

import org.jspecify.annotations.NullMarked;
