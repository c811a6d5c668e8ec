package io.bellows.kernels.training;

/** Is told how training goes on, and may end it. */
@FunctionalInterface
public interface TrainingListener {
  /** An epoch has ended; the state holds its record and what early stopping made of it. */
  void epochEnded(TrainingState state);

  /**
   * A network of an ensemble begins: epochs are counted from 0 again.
   *
   * @param member from 0
   * @param of how many there are
   */
  default void memberBegins(int member, int of) {}

  /**
   * The first part of a run is over, and the second begins, of an ensemble that of the network that
   * began last: epochs are counted from 0 again.
   *
   * @param updates after which it ends
   */
  default void refitBegins(long updates) {}

  /**
   * Rounds go on; told every ten seconds at the latest where no round takes two, between rounds, by
   * the thread that ended one.
   */
  default void roundsGoOn(RoundProgress progress) {}

  /**
   * Asked after every round, and before and after evaluations, which are left out once it is so.
   * Whoever asks to stop may make an evaluation under way fail.
   */
  default boolean stopRequested() {
    return false;
  }
}
