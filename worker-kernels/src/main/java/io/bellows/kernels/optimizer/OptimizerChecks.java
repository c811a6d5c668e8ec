package io.bellows.kernels.optimizer;

import static io.bellows.kernels.Checks.require;

/** What settings of several optimizers must be. */
final class OptimizerChecks {
  private OptimizerChecks() {}

  /** How much of a mean stays from update to update: from 0 to below 1. */
  static void requireDecay(String setting, double decay) {
    require(decay >= 0 && decay < 1, "optimizer.%s must be in [0, 1), was %s", setting, decay);
  }

  /** What is added to a denominator: above 0 in single precision, where what is smaller is 0. */
  static void requireEpsilon(double epsilon) {
    require((float) epsilon > 0, "optimizer.epsilon must be above 0, was %s", epsilon);
  }
}
