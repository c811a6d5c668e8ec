package io.bellows.kernels.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMasks;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.BatchSize;
import io.bellows.kernels.data.LastBatch;
import io.bellows.kernels.data.Share;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.network.GradientSum;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.TestNetworks;
import io.bellows.kernels.network.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientWorkerTest {
  private static final long SEED = 5;

  private final Network network =
      TestNetworks.softmax(4, List.of(6), 3, TestMasks.everywhere(0.5, 1, Scaling.INVERTED));
  private final Weights weights = TestNetworks.weights(network, 1);

  /** Every row exactly once an epoch, in other company the next time. */
  @ParameterizedTest
  @CsvSource({"10, 3, 2", "10, 1, 3", "3, 2, 8", "2500, 100, 2", "50, 1000, 4"})
  void rows_allRoundsOfAnEpoch_areEachRowOnce(int rows, long batch, int shares) {
    BatchPlan plan = BatchPlan.of(rows, new BatchSize(batch), shares, LastBatch.KEEP);
    GradientWorker worker = worker(plan);
    List<List<Integer>> epochs = new ArrayList<>();
    for (int epoch = 0; epoch < 2; epoch++) {
      List<Integer> seen = new ArrayList<>();
      for (int round = 0; round < plan.rounds(); round++) {
        for (int share = 0; share < shares; share++) {
          for (int row : worker.rows(share, epoch, round)) {
            seen.add(row * shares + share);
          }
        }
      }
      assertThat(seen)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, rows).boxed().toList());
      epochs.add(seen);
    }
    if (rows >= 10) {
      assertThat(epochs.get(1)).isNotEqualTo(epochs.get(0));
    }
  }

  @Test
  void sum_shareWithoutRowsInTheRound_isNull() {
    BatchPlan plan = BatchPlan.of(3, new BatchSize(1), 3, LastBatch.KEEP);
    Share share = TestRows.classes(3, 4, 3, 1).shares(3).get(1);
    GradientWorker worker = worker(plan);
    assertThat(worker.rows(1, 0, 0)).isEmpty();
    assertThat(worker.sum(share, new int[0], 0, 0)).isNull();
  }

  /** More than 1,024 rows are taken in chunks; masks and sums are those of all rows together. */
  @Test
  void sum_moreRowsThanAChunk_isTheSumOverAllWithTheSameMasks() {
    TestRows rows = TestRows.classes(2500, 4, 3, 1).weighted(1);
    BatchPlan plan = BatchPlan.of(2500, BatchSize.FULL, 1, LastBatch.KEEP);
    GradientWorker worker = worker(plan);
    int[] visited = worker.rows(0, 3, 0);
    GradientSum sum = Objects.requireNonNull(worker.sum(rows.shares(1).get(0), visited, 3, 0));
    GradientSum together =
        TestNetworks.gradient(network, weights, rows.rows(visited), new MaskKey(SEED, 3, 0));
    assertThat(sum.gradient()).containsExactly(together.gradient(), within(1e-3f));
    assertThat(sum.lossSum()).isCloseTo(together.lossSum(), within(1e-6 * together.lossSum()));
    assertThat(sum.weightSum()).isCloseTo(together.weightSum(), within(1e-9));
  }

  @Test
  void sum_sameRoundTwice_hasTheSameBits() {
    TestRows rows = TestRows.classes(50, 4, 3, 1);
    BatchPlan plan = BatchPlan.of(50, new BatchSize(20), 2, LastBatch.KEEP);
    Share share = rows.shares(2).get(1);
    GradientWorker used = worker(plan);
    int[] other = used.rows(1, 0, 0);
    used.sum(share, other, 0, 0);
    int[] visited = used.rows(1, 1, 2);
    GradientSum first = Objects.requireNonNull(used.sum(share, visited, 1, 2));
    GradientSum second = Objects.requireNonNull(worker(plan).sum(share, visited, 1, 2));
    assertThat(second.gradient()).containsExactly(first.gradient());
    assertThat(second.lossSum()).isEqualTo(first.lossSum());
  }

  private GradientWorker worker(BatchPlan plan) {
    GradientWorker worker = new GradientWorker(network, plan, SEED, TestKernels.plain());
    worker.load(weights);
    return worker;
  }
}
