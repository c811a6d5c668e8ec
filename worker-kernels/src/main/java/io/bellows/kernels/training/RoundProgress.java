package io.bellows.kernels.training;

/**
 * How far the rounds of an epoch are.
 *
 * @param epoch from 0
 * @param done rounds of the epoch that have ended
 * @param of rounds that the epoch will have
 * @param runningLoss the mean loss of those that have ended, with masks
 * @param rowsPerSecond rows through them, per second
 * @param secondsLeft until the last of them ends, at this speed
 */
public record RoundProgress(
    int epoch, int done, int of, double runningLoss, double rowsPerSecond, double secondsLeft) {}
