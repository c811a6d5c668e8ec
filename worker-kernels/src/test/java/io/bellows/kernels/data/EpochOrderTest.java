package io.bellows.kernels.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochOrderTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1023, 1024, 1025, 8192, 8193, 9215, 9216, 20000})
  void visited_wholeShare_isAPermutation(int rows) {
    int[] visited = new EpochOrder(1, 0, 0, rows).visited(0, rows);
    assertThat(Arrays.stream(visited).sorted().toArray())
        .containsExactly(IntStream.range(0, rows).toArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1023, 1024, 1025, 8192, 8193, 20000})
  void visited_inPieces_isTheWhole(int rows) {
    int[] whole = new EpochOrder(1, 2, 3, rows).visited(0, rows);
    Random random = new Random(rows);
    int pieces = 0;
    for (int from = 0; from < rows; pieces++) {
      int to = from + 1 + random.nextInt(Math.min(3000, rows - from));
      assertThat(new EpochOrder(1, 2, 3, rows).visited(from, to))
          .containsExactly(Arrays.copyOfRange(whole, from, to));
      from = to;
    }
    assertThat(pieces).isPositive();
    assertThat(new EpochOrder(1, 2, 3, rows).visited(rows, rows)).isEmpty();
    assertThat(new EpochOrder(1, 2, 3, rows).visited(0, 0)).isEmpty();
  }

  @Test
  void visited_sameArguments_isTheSameOrderAndAnyOtherArgumentAnother() {
    int[] order = new EpochOrder(1, 2, 3, 500).visited(0, 500);
    assertThat(new EpochOrder(1, 2, 3, 500).visited(0, 500)).containsExactly(order);
    assertThat(new EpochOrder(2, 2, 3, 500).visited(0, 500)).isNotEqualTo(order);
    assertThat(new EpochOrder(1, 3, 3, 500).visited(0, 500)).isNotEqualTo(order);
    assertThat(new EpochOrder(1, 2, 4, 500).visited(0, 500)).isNotEqualTo(order);
  }

  /** A spilled share is read window by window: 8,192 rows need 8 blocks in memory, no more. */
  @Test
  void visited_eachWindow_comesFromEightBlocksOnly() {
    int rows = 24 * PackedBlock.ROWS;
    int[] order = new EpochOrder(1, 0, 0, rows).visited(0, rows);
    Set<Integer> seen = new HashSet<>();
    for (int window = 0; window < 3; window++) {
      Set<Integer> blocks = new HashSet<>();
      for (int place = window * 8192; place < (window + 1) * 8192; place++) {
        blocks.add(order[place] / PackedBlock.ROWS);
      }
      assertThat(blocks).hasSize(8);
      seen.addAll(blocks);
    }
    assertThat(seen).as("three windows share no block").hasSize(24);
  }

  @Test
  void visited_twoEpochs_beginWithOtherBlocks() {
    int rows = 64 * PackedBlock.ROWS;
    Set<Set<Integer>> windows = new HashSet<>();
    for (int epoch = 0; epoch < 5; epoch++) {
      Set<Integer> blocks = new HashSet<>();
      for (int row : new EpochOrder(1, epoch, 0, rows).visited(0, 8192)) {
        blocks.add(row / PackedBlock.ROWS);
      }
      windows.add(blocks);
    }
    assertThat(windows).hasSize(5);
  }

  /** Batches are composed anew: of 32 rows out of 1,000, few meet again. */
  @Test
  void visited_twoEpochs_composeBatchesAnew() {
    Set<Integer> first = new HashSet<>();
    for (int row : new EpochOrder(1, 0, 0, 1000).visited(0, 32)) {
      first.add(row);
    }
    int again = 0;
    for (int row : new EpochOrder(1, 1, 0, 1000).visited(0, 32)) {
      again += first.contains(row) ? 1 : 0;
    }
    assertThat(first).hasSize(32);
    assertThat(again).isLessThan(8);
  }

  /** Every row has the same chance of being in the first tenth: 5 binomial deviations. */
  @Test
  void visited_manyEpochs_putsEachRowFirstEquallyOften() {
    int rows = 100;
    int epochs = 4000;
    int[] early = new int[rows];
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (int row : new EpochOrder(7, epoch, 0, rows).visited(0, rows / 10)) {
        early[row]++;
      }
    }
    double bound = 5 * Math.sqrt(epochs * 0.1 * 0.9);
    for (int count : early) {
      assertThat(Math.abs(count - epochs * 0.1)).isLessThan(bound);
    }
  }
}
