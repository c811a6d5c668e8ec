package io.bellows.kernels.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RankSelectionTest {
  @RepeatedTest(20)
  void select_everyRank_isTheSortedNumber(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    double[] numbers =
        DoubleStream.generate(random::nextGaussian).limit(1 + random.nextInt(60)).toArray();

    assertEveryRank(numbers, random);
  }

  @Test
  void select_everyKindOfNumber_isInOrder() {
    double[] numbers = {
      -Double.MAX_VALUE,
      Double.MAX_VALUE,
      -Double.MIN_VALUE,
      Double.MIN_VALUE,
      0,
      1,
      -1,
      Double.MIN_NORMAL,
      -Double.MIN_NORMAL,
      1 + Math.ulp(1.0),
      1 - Math.ulp(0.5),
      1e-310,
      -1e-310
    };

    assertEveryRank(numbers, new Random(1));
  }

  @Test
  void select_ties_countEach() {
    assertEveryRank(new double[] {2, 1, 2, -3, 2, -3, 1, 2}, new Random(2));
    assertEveryRank(new double[] {7, 7, 7}, new Random(3));
  }

  @Test
  void select_oneNumber_isItself() {
    assertEveryRank(new double[] {-0.1}, new Random(4));
  }

  private static void assertEveryRank(double[] numbers, Random random) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    for (int rank = 0; rank < sorted.length; rank++) {
      assertThat(selected(numbers, rank, random)).as("rank %d", rank).isEqualTo(sorted[rank]);
    }
  }

  /** Each pass cuts the numbers into other parts, as another execution of a task would. */
  private static double selected(double[] numbers, int rank, Random random) {
    RankSelection selection = new RankSelection(rank);
    int passes = 0;
    while (!selection.isFound()) {
      List<RankSelection> parts = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        parts.add(selection.emptyCopy());
      }
      for (double number : numbers) {
        parts.get(random.nextInt(parts.size())).count(number);
      }
      selection = parts.get(2).merge(parts.get(0)).merge(parts.get(1));
      selection.narrow();
      passes++;
    }
    assertThat(passes).isEqualTo(6);
    return selection.value();
  }
}
