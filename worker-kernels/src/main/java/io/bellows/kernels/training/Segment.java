package io.bellows.kernels.training;

/**
 * Consecutive rounds of one epoch that end where somebody must look.
 *
 * @param epoch the epoch, from 0
 * @param from its first round
 * @param to the round after its last
 * @param rateFactor what the schedule's learning rates are multiplied with
 */
public record Segment(int epoch, int from, int to, double rateFactor) {
  /** With the schedule's own learning rates. */
  public Segment(int epoch, int from, int to) {
    this(epoch, from, to, 1);
  }
}
