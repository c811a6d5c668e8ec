package io.bellows.driver.preparation;

import io.bellows.kernels.statistics.ExactSum;
import java.io.Serializable;

/** Count, exact sum and range of numbers; merged in any order to the same. One owner at a time. */
final class NumberSummary implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ExactSum sum = new ExactSum();
  private long count;
  private double minimum = Double.POSITIVE_INFINITY;
  private double maximum = Double.NEGATIVE_INFINITY;

  void add(double number) {
    sum.add(number);
    count++;
    minimum = Math.min(minimum, number);
    maximum = Math.max(maximum, number);
  }

  NumberSummary merge(NumberSummary other) {
    sum.merge(other.sum);
    count += other.count;
    minimum = Math.min(minimum, other.minimum);
    maximum = Math.max(maximum, other.maximum);
    return this;
  }

  long count() {
    return count;
  }

  double mean() {
    return sum.value() / count;
  }

  /** True when all numbers are the same. */
  boolean isConstant() {
    return minimum == maximum;
  }

  double minimum() {
    return minimum;
  }

  double maximum() {
    return maximum;
  }
}
