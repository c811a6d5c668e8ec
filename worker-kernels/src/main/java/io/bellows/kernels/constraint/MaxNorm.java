package io.bellows.kernels.constraint;

import static io.bellows.kernels.Checks.require;

/**
 * Max-norm regularisation (Srivastava et al. 2014, section 5.1): after each update, the incoming
 * weights of a unit whose L2 norm exceeds c are scaled back to it. They are a column of W (I,O);
 * biases are left out.
 *
 * @param limit c, above 0
 */
public record MaxNorm(double limit) {
  public MaxNorm {
    // Squared in single precision, where what is smaller would be 0, and what is larger infinite.
    require(
        limit > 0 && limit * limit >= Float.MIN_NORMAL && limit * limit <= Float.MAX_VALUE,
        "training.max-norm must be above 0 and of a size that squares, was %s",
        limit);
  }
}
