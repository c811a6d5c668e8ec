package io.bellows.kernels.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumTest {
  @Test
  void value_ofNothing_isZero() {
    assertThat(new ExactSum().value()).isEqualTo(0.0);
  }

  /** Every chunk is met: random bits give every exponent, subnormals included. */
  @RepeatedTest(50)
  void value_randomBits_isTheExactSumRoundedOnce(RepetitionInfo repetition) {
    List<Double> numbers = randomBits(200, new Random(repetition.getCurrentRepetition()));

    assertThat(sum(numbers).value()).isEqualTo(exact(numbers));
  }

  @RepeatedTest(20)
  void value_subnormals_isExact(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Double> numbers =
        random
            .longs(300)
            .mapToObj(bits -> Double.longBitsToDouble(bits & 0x801F_FFFF_FFFF_FFFFL))
            .toList();

    assertThat(sum(numbers).value()).isEqualTo(exact(numbers));
  }

  @Test
  void value_whatCancels_leavesTheRest() {
    assertThat(sum(List.of(1e300, 1.0, -1e300)).value()).isEqualTo(1.0);
    assertThat(sum(List.of(1e16, 1.0, 1.0, -1e16)).value()).isEqualTo(2.0);
    assertThat(sum(List.of(Double.MIN_VALUE, 1.0, -1.0)).value()).isEqualTo(Double.MIN_VALUE);
    assertThat(sum(List.of(0.1, -0.1)).value()).isEqualTo(0.0);
  }

  /** In the end the sum is far below its parts' size, and passes beyond the largest double. */
  @Test
  void value_partsBeyondTheLargestDouble_comeBack() {
    assertThat(sum(List.of(Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE)).value())
        .isEqualTo(Double.MAX_VALUE);
    assertThat(sum(List.of(Double.MAX_VALUE, Double.MAX_VALUE)).value())
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(sum(List.of(-Double.MAX_VALUE, -Double.MAX_VALUE)).value())
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void value_manySmallNumbers_isNotTheRunningSum() {
    List<Double> tenths = Collections.nCopies(1_000_000, 0.1);

    double running = 0;
    for (double tenth : tenths) {
      running += tenth;
    }

    assertThat(sum(tenths).value()).isEqualTo(exact(tenths)).isNotEqualTo(running);
  }

  @RepeatedTest(20)
  void merge_anyPartsInAnyOrder_isTheWhole(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Double> numbers = randomBits(100, random);
    double whole = sum(numbers).value();
    Collections.shuffle(numbers, random);
    ExactSum merged = new ExactSum();
    for (int from = 0; from < numbers.size(); ) {
      int to = from + 1 + random.nextInt(numbers.size() - from);
      merged.merge(sum(numbers.subList(from, to)));
      from = to;
    }
    merged.merge(new ExactSum());

    assertThat(merged.value()).isEqualTo(whole).isEqualTo(exact(numbers));
  }

  /** A part that was merged can be read and merged again: carrying changes no value. */
  @Test
  void merge_leavesTheOthersValue() {
    ExactSum part = sum(List.of(-0.3, 1e20, 7e-310));
    double before = part.value();
    sum(List.of(1.0)).merge(part);

    assertThat(part.value()).isEqualTo(before);
    assertThat(sum(List.of()).merge(part).merge(part).value())
        .isEqualTo(exact(List.of(-0.3, 1e20, 7e-310, -0.3, 1e20, 7e-310)));
  }

  @RepeatedTest(20)
  void addSquare_isExact(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Double> numbers =
        DoubleStream.generate(() -> random.nextGaussian() * Math.pow(10, random.nextInt(41) - 20))
            .limit(100)
            .boxed()
            .toList();
    ExactSum squares = new ExactSum();
    numbers.forEach(squares::addSquare);

    double expected =
        numbers.stream()
            .map(number -> new BigDecimal(number).pow(2))
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .doubleValue();
    assertThat(squares.value()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void add_notFinite_isRefused(double number) {
    assertThatThrownBy(() -> new ExactSum().add(number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot add " + number + " exactly; expected a finite number");
  }

  private static ExactSum sum(List<Double> numbers) {
    ExactSum sum = new ExactSum();
    numbers.forEach(sum::add);
    return sum;
  }

  private static double exact(List<Double> numbers) {
    return numbers.stream()
        .map(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .doubleValue();
  }

  private static List<Double> randomBits(int count, Random random) {
    List<Double> numbers = new ArrayList<>();
    while (numbers.size() < count) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  @Test
  void addSquare_severalTimes_isThatOfSingleOnes() {
    for (double number : new double[] {0.1, -3e-7, 1e150, 1e-150, 12345.678}) {
      ExactSum at = new ExactSum();
      ExactSum one = new ExactSum();
      at.add(-7.5);
      one.add(-7.5);
      at.addSquare(number, 1_000);
      for (int i = 0; i < 1_000; i++) {
        one.addSquare(number);
      }
      assertThat(at.value()).isEqualTo(one.value());
      at.addSquare(number, 0);
      assertThat(at.value()).isEqualTo(one.value());
    }
    ExactSum large = new ExactSum();
    large.addSquare(3, 5L << 30);
    large.add(-9.0 * (5L << 30));
    assertThat(large.value()).isZero();
  }
}
