package io.bellows.driver.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.driver.engine.RoundOverhead.Advice;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.LastBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoundOverheadTest {
  private static final int WATCHED = RoundOverhead.WARM_UP_ROUNDS + RoundOverhead.MEASURED_ROUNDS;

  @Test
  void adviceAfter_overheadIsMostOfARound_isTheBatchThatHalvesItsPart() {
    // 9 of 10 are overhead; of 11 times the rows, 9 of 20 are.
    assertThat(adviceOnRounds(new RoundOverhead(plan(100, 10_000)), 10, 1))
        .isEqualTo(Optional.of(new Advice(1_100, true)));
  }

  @Test
  void adviceAfter_fewerRowsThanWouldHalve_isAllRowsWhichOnlyLowers() {
    assertThat(adviceOnRounds(new RoundOverhead(plan(100, 1_100)), 10, 1))
        .isEqualTo(Optional.of(new Advice(1_100, true)));
    assertThat(adviceOnRounds(new RoundOverhead(plan(100, 1_099)), 10, 1))
        .isEqualTo(Optional.of(new Advice(1_099, false)));
  }

  @Test
  void adviceAfter_batchIsAllRows_isNone() {
    assertThat(adviceOnRounds(new RoundOverhead(plan(500, 500)), 10, 1)).isEmpty();
  }

  @Test
  void adviceAfter_overheadIsHalfOfARound_isNone() {
    assertThat(adviceOnRounds(new RoundOverhead(plan(100, 10_000)), 10, 5)).isEmpty();
    assertThat(adviceOnRounds(new RoundOverhead(plan(100, 10_000)), 11, 5)).isPresent();
  }

  @Test
  void adviceAfter_roundsOfWarmUp_areNotCounted() {
    RoundOverhead overhead = new RoundOverhead(plan(100, 10_000));
    for (int round = 0; round < RoundOverhead.WARM_UP_ROUNDS; round++) {
      assertThat(overhead.adviceAfter(1_000, 1)).isEmpty();
    }

    List<Optional<Advice>> advice = new ArrayList<>();
    for (int round = 0; round < RoundOverhead.MEASURED_ROUNDS; round++) {
      advice.add(overhead.adviceAfter(10, 6));
    }
    assertThat(advice).containsOnly(Optional.empty());
  }

  @Test
  void adviceAfter_theMeasuredRounds_isGivenOnce() {
    RoundOverhead overhead = new RoundOverhead(plan(100, 10_000));
    for (int round = 1; round <= 3 * WATCHED; round++) {
      assertThat(overhead.adviceAfter(10, 1).isPresent()).isEqualTo(round == WATCHED);
    }
  }

  /** What is said at the end of equal rounds. */
  private static Optional<Advice> adviceOnRounds(RoundOverhead overhead, long nanos, long slowest) {
    for (int round = 1; round < WATCHED; round++) {
      overhead.adviceAfter(nanos, slowest);
    }
    return overhead.adviceAfter(nanos, slowest);
  }

  private static BatchPlan plan(long batch, long rows) {
    return new BatchPlan(rows, batch, 4, LastBatch.KEEP);
  }
}
