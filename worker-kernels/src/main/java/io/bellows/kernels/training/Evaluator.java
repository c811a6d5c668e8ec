package io.bellows.kernels.training;

import io.bellows.kernels.network.Weights;

/** Loss and metrics over one data set. */
@FunctionalInterface
public interface Evaluator {
  /**
   * Evaluates without masks.
   *
   * @param weights not modified
   */
  EvaluationSum evaluate(Weights weights);
}
