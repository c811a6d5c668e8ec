package io.bellows.kernels.constraint;

import static io.bellows.kernels.Checks.require;

/**
 * Max-norm regularisation (Srivastava et al. 2014, section 5.1): after each update, the incoming
 * weights of a unit whose L2 norm exceeds c are scaled back to it. They are a column of W (I,O);
 * biases are left out.
 *
 * @param limit c, from 1e-18 to 1e18
 */
public record MaxNorm(double limit) {
  /** Squares are summed in single precision, where what is smaller would be 0. */
  private static final double SMALLEST = 1e-18;

  /** What is larger would be infinite. */
  private static final double LARGEST = 1e18;

  /** What a limit must be, in words. */
  public static final String EXPECTED = "a number from 1e-18 to 1e18";

  public MaxNorm {
    require(isAllowed(limit), "training.max-norm must be %s, was %s", EXPECTED, limit);
  }

  /** Whether a number can be a limit. */
  public static boolean isAllowed(double limit) {
    return limit >= SMALLEST && limit <= LARGEST;
  }
}
