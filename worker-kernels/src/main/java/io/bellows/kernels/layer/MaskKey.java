package io.bellows.kernels.layer;

import io.bellows.kernels.random.RandomKey;

/**
 * Which masks: those of one round. With a row's share, and its place in the share's part of the
 * round, equal keys give equal masks wherever and however often they are drawn.
 *
 * @param seed the run's seed
 * @param epoch the epoch, from 0
 * @param round the round within the epoch, from 0
 */
public record MaskKey(long seed, int epoch, int round) {
  RandomKey at(int place) {
    return RandomKey.of(seed, RandomKey.Purpose.DROPOUT).child(place).child(epoch);
  }
}
