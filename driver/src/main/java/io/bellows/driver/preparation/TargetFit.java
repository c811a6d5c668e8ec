package io.bellows.driver.preparation;

import io.bellows.driver.input.InputException;
import io.bellows.kernels.statistics.ExactSum;
import java.util.Set;
import org.apache.spark.sql.Row;

/** Decides how targets are encoded: the labels of classes, or mean and scale of real numbers. */
final class TargetFit {
  private static final int MAX_CLASSES = 10_000;

  private final TypedRows rows;
  private final PreparationConfig.Target config;

  TargetFit(TypedRows rows, PreparationConfig.Target config) {
    this.rows = rows;
    this.config = config;
  }

  /**
   * The encoding.
   *
   * @param isClass whether targets are classes
   * @throws InputException when all targets are equal, or there are more than 10,000 classes
   */
  TargetEncoding fit(boolean isClass) {
    return isClass ? labels() : real();
  }

  private ClassLabels labels() {
    Set<String> labels = new CategoryFit(rows, MAX_CLASSES).targetLabels();
    if (labels.size() > MAX_CLASSES) {
      throw new InputException(
          String.format(
              "Cannot classify by \"%s\": it has more than %d classes; set features.target.task = regression if it is a number",
              rows.schema().target(), MAX_CLASSES));
    }
    if (labels.size() < 2) {
      throw allEqual(labels.iterator().next());
    }
    return ClassLabels.ofOccurring(labels);
  }

  private RealTarget real() {
    int target = rows.schema().featureColumns();
    NumberSummary summary = rows.collect(new Summary(target));
    if (summary.isConstant()) {
      throw allEqual(Double.toString(summary.minimum()));
    }
    if (!config.standardize()) {
      return new RealTarget(0, 1);
    }
    ExactSum squares = rows.collect(new SquaredDeviation(target, summary.mean()));
    return new RealTarget(summary.mean(), Math.sqrt(squares.value() / summary.count()));
  }

  private InputException allEqual(String target) {
    return new InputException(
        String.format(
            "Cannot learn \"%s\": all training rows have the same target, %s; expected at least two different ones",
            rows.schema().target(), target));
  }

  private record Summary(int target) implements TypedRows.Pass<NumberSummary> {
    @Override
    public NumberSummary empty() {
      return new NumberSummary();
    }

    @Override
    public void add(NumberSummary part, Row row) {
      part.add(row.getDouble(target));
    }

    @Override
    public void merge(NumberSummary part, NumberSummary other) {
      part.merge(other);
    }
  }

  private record SquaredDeviation(int target, double centre) implements TypedRows.Pass<ExactSum> {
    @Override
    public ExactSum empty() {
      return new ExactSum();
    }

    @Override
    public void add(ExactSum part, Row row) {
      part.addSquare(row.getDouble(target) - centre);
    }

    @Override
    public void merge(ExactSum part, ExactSum other) {
      part.merge(other);
    }
  }
}
