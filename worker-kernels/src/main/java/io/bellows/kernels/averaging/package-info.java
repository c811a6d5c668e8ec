/** Means of weights over the course of training, which stand in for the last ones. */
@NullMarked
package io.bellows.kernels.averaging;

import org.jspecify.annotations.NullMarked;
