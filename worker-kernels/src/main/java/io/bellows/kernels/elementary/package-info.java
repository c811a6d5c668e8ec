/** Elementary functions with the same bits on every machine, faster than {@link StrictMath}. */
@NullMarked
package io.bellows.kernels.elementary;

import org.jspecify.annotations.NullMarked;
