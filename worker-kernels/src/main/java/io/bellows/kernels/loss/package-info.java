/** Losses: Σ w·loss, its gradient, and the prediction that belongs to it. */
@NullMarked
package io.bellows.kernels.loss;

import org.jspecify.annotations.NullMarked;
