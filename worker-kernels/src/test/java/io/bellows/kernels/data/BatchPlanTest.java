package io.bellows.kernels.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchPlanTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 20})
  void of_tenRowsBatchOfThree_hasRoundsOf3331(int shares) {
    assertThat(sizes(plan(10, 3, shares, LastBatch.KEEP))).containsExactly(3, 3, 3, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 20})
  void of_tenRowsBatchOfThreeDropLast_hasRoundsOf333(int shares) {
    assertThat(sizes(plan(10, 3, shares, LastBatch.DROP))).containsExactly(3, 3, 3);
  }

  @Test
  void of_fourBatches_hasFourRounds() {
    assertThat(sizes(plan(4 * 32, 32, 8, LastBatch.KEEP))).containsExactly(32, 32, 32, 32);
    assertThat(sizes(plan(4 * 32, 32, 8, LastBatch.DROP))).containsExactly(32, 32, 32, 32);
  }

  @Test
  void of_batchOfOne_hasARoundForEachRow() {
    assertThat(sizes(plan(5, 1, 3, LastBatch.KEEP))).containsExactly(1, 1, 1, 1, 1);
  }

  @Test
  void of_fullBatch_hasOneRoundOfAllRows() {
    assertThat(sizes(BatchPlan.of(7, BatchSize.FULL, 3, LastBatch.KEEP))).containsExactly(7);
    assertThat(sizes(BatchPlan.of(7, BatchSize.FULL, 3, LastBatch.DROP))).containsExactly(7);
  }

  @Test
  void of_batchLargerThanAllRows_hasOneRoundOfAllRows() {
    assertThat(sizes(plan(7, 100, 3, LastBatch.KEEP))).containsExactly(7);
  }

  @Test
  void of_batchOfAllRowsDropLast_hasOneRound() {
    assertThat(sizes(plan(7, 7, 3, LastBatch.DROP))).containsExactly(7);
  }

  @Test
  void of_batchLargerThanAllRowsDropLast_isRefused() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> plan(7, 8, 3, LastBatch.DROP))
        .withMessage(
            "Cannot train: last-batch = drop with batch-size 8 leaves no round of the 7 training rows; set training.last-batch = keep or a batch-size of at most 7");
  }

  @Test
  void of_noRows_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(0, 8, 3, LastBatch.KEEP))
        .withMessage("an epoch needs at least 1 training row, there are 0");
  }

  @Test
  void of_noShares_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(5, 8, 0, LastBatch.KEEP))
        .withMessage("shares must be at least 1, was 0");
  }

  @Test
  void new_batchLargerThanAllRows_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchPlan(5, 6, 1, LastBatch.KEEP))
        .withMessage("a batch must have 1 to 5 rows, not 6");
  }

  @Test
  void batchSize_zero_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchSize(0))
        .withMessage("batch-size must be at least 1, or full; was 0");
  }

  @Test
  void batchSize_shown_isTheWordOfTheConfiguration() {
    assertThat(BatchSize.FULL).hasToString("full");
    assertThat(new BatchSize(32)).hasToString("32");
  }

  /** More shares than rows: some shares are empty, none of the rows is lost. */
  @Test
  void rowsOf_moreSharesThanRows_isOneOrNone() {
    BatchPlan plan = plan(3, 2, 5, LastBatch.KEEP);
    assertThat(IntStream.range(0, 5).map(plan::rowsOf).toArray()).containsExactly(1, 1, 1, 0, 0);
  }

  /**
   * The rounds of an epoch partition the positions 0 … N−1: position g is the (g div P)-th visited
   * row of share g mod P, and round r has those from rB to before (r+1)B.
   */
  @RepeatedTest(200)
  void fromAndTo_anyRowsBatchAndShares_partitionThePositions(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int rows = 1 + random.nextInt(200);
    int batch = 1 + random.nextInt(rows + 20);
    int shares = 1 + random.nextInt(30);
    boolean drop = batch <= rows && random.nextBoolean();
    BatchPlan plan = plan(rows, batch, shares, drop ? LastBatch.DROP : LastBatch.KEEP);
    List<Integer> positions = new ArrayList<>();
    for (int round = 0; round < plan.rounds(); round++) {
      int first = round * batch;
      int count = 0;
      for (int share = 0; share < shares; share++) {
        for (int row = plan.from(share, round); row < plan.to(share, round); row++) {
          int position = row * shares + share;
          assertThat(position).isBetween(first, first + batch - 1);
          positions.add(position);
          count++;
        }
      }
      assertThat(count).isEqualTo(Math.min(batch, rows - first));
    }
    int expected = drop ? rows / batch * batch : rows;
    assertThat(positions)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, expected).boxed().toList());
    assertThat(IntStream.range(0, shares).map(plan::rowsOf).sum()).isEqualTo(rows);
  }

  /** Each share's part is within one row of the others'. */
  @Test
  void fromAndTo_anyRound_areAsEvenAsCanBe() {
    BatchPlan plan = plan(1000, 37, 8, LastBatch.KEEP);
    for (int round = 0; round < plan.rounds(); round++) {
      int[] parts = new int[8];
      for (int share = 0; share < 8; share++) {
        parts[share] = plan.to(share, round) - plan.from(share, round);
      }
      assertThat(IntStream.of(parts).max().orElseThrow())
          .isLessThanOrEqualTo(IntStream.of(parts).min().orElseThrow() + 1);
    }
  }

  @Test
  void fromAndTo_moreRowsThanAnIntHolds_doNotOverflow() {
    BatchPlan plan = plan(5_000_000_000L, 1 << 20, 8, LastBatch.KEEP);
    assertThat(plan.rounds()).isEqualTo(4769);
    assertThat(plan.from(0, 4768)).isEqualTo((int) (4768L * (1 << 20) / 8));
    assertThat(plan.to(7, 4768)).isEqualTo(625_000_000).isEqualTo(plan.rowsOf(7));
  }

  private static BatchPlan plan(long rows, long batch, int shares, LastBatch last) {
    return BatchPlan.of(rows, new BatchSize(batch), shares, last);
  }

  private static List<Integer> sizes(BatchPlan plan) {
    List<Integer> sizes = new ArrayList<>();
    for (int round = 0; round < plan.rounds(); round++) {
      int size = 0;
      for (int share = 0; share < plan.shares(); share++) {
        size += plan.to(share, round) - plan.from(share, round);
      }
      sizes.add(size);
    }
    return sizes;
  }
}
