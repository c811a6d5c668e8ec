package io.bellows.kernels.training;

/**
 * Keeps states, so that a run can go on from them. What it keeps is always what a run that nothing
 * ends would have come to there: what only an end adds, such as the evaluation of a cut epoch, is
 * not in it.
 */
public interface Checkpoints {
  /** Keeps nothing. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public boolean areDue(TrainingState moved) {
          return false;
        }

        @Override
        public void keep(TrainingState state) {}
      };

  /**
   * Whether rounds are to pause for {@link #keep}. Asked after every round, by whichever thread
   * ends it.
   *
   * @param moved the state as far as it is known then: rounds and running loss
   */
  boolean areDue(TrainingState moved);

  /**
   * Keeps a state: at the end of an epoch, when it is due, and when training ends early.
   *
   * @param state not modified
   */
  void keep(TrainingState state);
}
