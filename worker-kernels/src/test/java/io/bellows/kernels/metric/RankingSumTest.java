package io.bellows.kernels.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellows.kernels.Task;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingSumTest {
  private static final int ROWS = 30_000;

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 1, 4, 12})
  void values_thirtyThousandRows_areExact(double spread) {
    assertWithin(1e-12, spread, ROWS);
  }

  /** More different scores than there are bins, from alike ones to some that tell classes apart. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 1, 4, 12})
  void values_moreScoresThanBins_areWithinATenThousandthOfExactOnes(double spread) {
    assertWithin(1e-4, spread, 10 * ROWS);
  }

  private static void assertWithin(double tolerance, double spread, int rows) {
    Random random = new Random(Double.hashCode(spread));
    FMatrixRMaj scores = new FMatrixRMaj(rows, 1);
    FMatrixRMaj targets = new FMatrixRMaj(rows, 1);
    float[] weights = new float[rows];
    for (int row = 0; row < rows; row++) {
      boolean isPositive = random.nextInt(20) == 0;
      double logOdds = spread * (random.nextGaussian() + (isPositive ? 1.5 : 0)) - 2;
      scores.data[row] = (float) (1 / (1 + Math.exp(-logOdds)));
      targets.data[row] = isPositive ? 1 : 0;
      weights[row] = 0.5f + random.nextFloat();
    }
    RankingSum sum = new RankingSum(Task.CLASSIFICATION, 2);
    sum.add(scores, targets, weights);
    double[] exact = exact(scores.data, targets.data, weights);
    assertThat(sum.values().get(RankingSum.AUC_ROC)).isCloseTo(exact[0], within(tolerance));
    assertThat(sum.values().get(RankingSum.AUC_PR)).isCloseTo(exact[1], within(tolerance));
  }

  /** Both areas by rows in order of their scores; equal scores count as one threshold. */
  private static double[] exact(float[] scores, float[] targets, float[] weights) {
    List<Integer> order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparing((Integer row) -> scores[row]).reversed())
            .toList();
    double present = 0;
    double absent = 0;
    double area = 0;
    double precisions = 0;
    for (int from = 0; from < order.size(); ) {
      double presentNow = 0;
      double absentNow = 0;
      int to = from;
      while (to < order.size() && scores[order.get(to)] == scores[order.get(from)]) {
        int row = order.get(to++);
        presentNow += targets[row] == 1 ? weights[row] : 0;
        absentNow += targets[row] == 1 ? 0 : weights[row];
      }
      area += absentNow * (present + presentNow / 2);
      present += presentNow;
      absent += absentNow;
      precisions += presentNow * present / (present + absent);
      from = to;
    }
    return new double[] {area / present / absent, precisions / present};
  }

  /** How narrow bins are does not depend on how rows are cut into parts. */
  @Test
  void merge_moreScoresThanBins_isTheWhole() {
    Random random = new Random(7);
    int rows = 2 * ROWS;
    RankingSum whole = new RankingSum(Task.CLASSIFICATION, 2);
    RankingSum merged = new RankingSum(Task.CLASSIFICATION, 2);
    float[] weight = {1};
    for (int part = 0; part < 4; part++) {
      RankingSum sum = new RankingSum(Task.CLASSIFICATION, 2);
      for (int row = part * rows / 4; row < (part + 1) * rows / 4; row++) {
        FMatrixRMaj score = column(new float[] {random.nextFloat()});
        FMatrixRMaj target = column(new float[] {random.nextInt(2)});
        sum.add(score, target, weight);
        whole.add(score, target, weight);
      }
      merged.merge(sum);
    }
    assertThat(merged.values()).isEqualTo(whole.values());
  }

  @Test
  void values_separatedClasses_areOne() {
    assertThat(values(new float[] {0, 1e-30f, 0.5f, 0.51f, 1}, new float[] {0, 0, 0, 1, 1}))
        .containsEntry(RankingSum.AUC_ROC, 1.0)
        .containsEntry(RankingSum.AUC_PR, 1.0);
  }

  @Test
  void values_equalScores_areAHalfAndThePartOfPositives() {
    assertThat(values(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, new float[] {0, 1, 0, 0}))
        .containsEntry(RankingSum.AUC_ROC, 0.5)
        .containsEntry(RankingSum.AUC_PR, 0.25);
  }

  @Test
  void values_oneClassOnly_areNoNumbers() {
    assertThat(values(new float[] {0.2f, 0.7f}, new float[] {1, 1}))
        .containsEntry(RankingSum.AUC_ROC, Double.NaN)
        .containsEntry(RankingSum.AUC_PR, Double.NaN);
  }

  private static Map<Metric, Double> values(float[] scores, float[] targets) {
    RankingSum sum = new RankingSum(Task.CLASSIFICATION, 2);
    float[] weights = new float[scores.length];
    Arrays.fill(weights, 1);
    sum.add(column(scores), column(targets), weights);
    return sum.values();
  }

  private static FMatrixRMaj column(float[] numbers) {
    FMatrixRMaj column = new FMatrixRMaj(numbers.length, 1);
    column.data = numbers;
    return column;
  }
}
