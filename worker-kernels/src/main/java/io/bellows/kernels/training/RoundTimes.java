package io.bellows.kernels.training;

/**
 * Where the time of rounds went, in nanoseconds: the mean over those who work at the same time, be
 * they tasks or members of a gang. What the rounds took beyond this was the engine's.
 *
 * @param arithmetic gradients of the rows: forward, backward, and the products of gradients
 * @param meeting waiting for each other, and adding up the sums where that is a step of its own
 * @param update dividing, and the optimizer
 */
public record RoundTimes(long arithmetic, long meeting, long update) {
  /** No time at all. */
  public static final RoundTimes NONE = new RoundTimes(0, 0, 0);

  /** These and others after them. */
  public RoundTimes plus(RoundTimes later) {
    return new RoundTimes(
        arithmetic + later.arithmetic, meeting + later.meeting, update + later.update);
  }

  /** What is known of it. */
  public long total() {
    return arithmetic + meeting + update;
  }
}
