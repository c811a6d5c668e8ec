/**
 * Mean gradient to new weights. Optimizers are specs; what they remember is {@link
 * io.bellows.kernels.optimizer.OptimizerState}.
 */
@NullMarked
package io.bellows.kernels.optimizer;

import org.jspecify.annotations.NullMarked;
