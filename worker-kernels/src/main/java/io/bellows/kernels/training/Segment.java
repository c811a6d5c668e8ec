package io.bellows.kernels.training;

/**
 * Consecutive rounds of one epoch that end where somebody must look.
 *
 * @param epoch the epoch, from 0
 * @param from its first round
 * @param to the round after its last
 */
public record Segment(int epoch, int from, int to) {}
