package io.bellows.kernels.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.random.RandomKey.Purpose;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomKeyTest {
  @Test
  void of_differentSeedsAndPurposes_areDifferentKeys() {
    long[] seeds = {0, 1, -1, 2, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE};
    Set<RandomKey> keys = new HashSet<>();
    for (long seed : seeds) {
      for (Purpose purpose : Purpose.values()) {
        keys.add(RandomKey.of(seed, purpose));
      }
    }
    assertThat(keys).hasSize(seeds.length * Purpose.values().length);
  }

  @Test
  void of_sameSeedAndPurpose_isTheSameKey() {
    assertThat(RandomKey.of(42, Purpose.DROPOUT)).isEqualTo(RandomKey.of(42, Purpose.DROPOUT));
  }

  @Test
  void child_manyNumbersAndTwoLevels_areDifferentKeys() {
    RandomKey root = RandomKey.of(7, Purpose.SHUFFLE);
    Set<RandomKey> keys = new HashSet<>();
    for (int number = 0; number < 100; number++) {
      for (int grandchild = 0; grandchild < 100; grandchild++) {
        keys.add(root.child(number).child(grandchild));
      }
    }
    keys.add(root.child(1L << 32));
    assertThat(keys).hasSize(10_001);
  }

  /** Adding a purpose must never move the draws of those that were there before. */
  @Test
  void purposes_keepTheirOrder() {
    assertThat(Purpose.values())
        .startsWith(Purpose.INITIAL_WEIGHTS, Purpose.SHUFFLE, Purpose.DROPOUT);
  }

  @Test
  void draw_anyCounterWordChanged_givesOtherBits() {
    RandomKey key = RandomKey.of(7, Purpose.DROPOUT);
    Set<String> draws = new HashSet<>();
    int[][] counters = {{0, 0, 0, 0}, {1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
    int[] block = new int[4];
    for (int[] c : counters) {
      key.draw(c[0], c[1], c[2], c[3], block);
      draws.add(Arrays.toString(block));
    }
    assertThat(draws).hasSize(counters.length);
  }
}
