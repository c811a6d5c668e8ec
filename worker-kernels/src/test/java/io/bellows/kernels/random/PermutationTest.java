package io.bellows.kernels.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.random.RandomKey.Purpose;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {
  private static final RandomKey KEY = RandomKey.of(3, Purpose.SHUFFLE);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 8, 9, 1000, 8192})
  void shuffle_anyLength_keepsEveryValueOnce(int length) {
    int[] values = IntStream.range(0, length).toArray();
    Permutation.shuffle(values, KEY);
    assertThat(Arrays.stream(values).sorted().toArray()).containsExactly(range(length));
  }

  @Test
  void shuffle_sameKey_isTheSameOrderAndAnotherKeyAnother() {
    assertThat(shuffled(100, KEY.child(1))).containsExactly(shuffled(100, KEY.child(1)));
    assertThat(shuffled(100, KEY.child(1))).isNotEqualTo(shuffled(100, KEY.child(2)));
  }

  /** Chi-square with 23 degrees of freedom is above 49.7 once in 1,000 times. */
  @Test
  void shuffle_fourValues_drawsAll24OrdersEquallyOften() {
    int draws = 48_000;
    Map<String, Integer> counts = new HashMap<>();
    for (int draw = 0; draw < draws; draw++) {
      counts.merge(Arrays.toString(shuffled(4, KEY.child(draw))), 1, Integer::sum);
    }
    assertThat(counts).hasSize(24);
    assertThat(chiSquare(counts.values(), draws / 24.0)).isLessThan(49.7);
  }

  /** Chi-square with 10 · 9 degrees of freedom is above 137.2 once in 1,000 times. */
  @Test
  void shuffle_tenValues_putsEachAtEachPlaceEquallyOften() {
    int draws = 20_000;
    Map<Integer, Integer> counts = new HashMap<>();
    for (int draw = 0; draw < draws; draw++) {
      int[] order = shuffled(10, KEY.child(draw));
      for (int place = 0; place < order.length; place++) {
        counts.merge(10 * place + order[place], 1, Integer::sum);
      }
    }
    assertThat(counts).hasSize(100);
    assertThat(chiSquare(counts.values(), draws / 10.0)).isLessThan(137.2);
  }

  private static double chiSquare(Iterable<Integer> counts, double expected) {
    double sum = 0;
    for (int count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }

  private static int[] shuffled(int length, RandomKey key) {
    int[] values = range(length);
    Permutation.shuffle(values, key);
    return values;
  }

  private static int[] range(int length) {
    return IntStream.range(0, length).toArray();
  }
}
