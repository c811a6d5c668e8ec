package io.bellows.kernels.training;

import java.util.function.Predicate;

/**
 * Carries out rounds. All engines add shares in the order of {@link FixedTree} and update by {@link
 * RoundUpdate}, so their results are equal bit for bit.
 */
@FunctionalInterface
public interface RoundEngine {
  /**
   * Carries a state through a segment. Ends early, after the round in hand, when asked to or when
   * the loss is no longer finite.
   *
   * @param state stands at the segment's first round. Modified.
   * @param stopRequested asked after every round, by whichever thread ends it, with the state as
   *     far as it is known then: rounds and running loss
   */
  void advance(TrainingState state, Segment segment, Predicate<TrainingState> stopRequested);
}
