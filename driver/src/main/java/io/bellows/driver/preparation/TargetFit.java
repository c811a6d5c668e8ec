package io.bellows.driver.preparation;

import io.bellows.driver.input.InputException;
import io.bellows.driver.input.TargetColumn;
import io.bellows.kernels.Task;
import io.bellows.kernels.statistics.ExactSum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
   * @param task what targets are for
   * @throws InputException when all targets are equal, or there are more than 10,000 classes
   */
  TargetEncoding fit(Task task) {
    return switch (task) {
      case CLASSIFICATION -> labels();
      case MULTI_LABEL -> new MultiLabels(names());
      case REGRESSION -> real();
    };
  }

  private List<String> names() {
    return rows.schema().targets().stream().map(TargetColumn::name).toList();
  }

  private ClassLabels labels() {
    Set<String> labels = new CategoryFit(rows, MAX_CLASSES).targetLabels();
    if (labels.size() > MAX_CLASSES) {
      throw new InputException(
          String.format(
              "Cannot classify by \"%s\": it has more than %d classes; set features.target.task = regression if it is a number",
              target(), MAX_CLASSES));
    }
    if (labels.size() < 2) {
      throw allEqual(target(), labels.iterator().next());
    }
    return ClassLabels.ofOccurring(labels);
  }

  /** The one target there is, of classes. */
  private String target() {
    return names().get(0);
  }

  private RealTargets real() {
    NumberSummary[] summaries =
        rows.collect(new Summaries(rows.schema().firstTarget(), names().size()));
    double[] means = new double[summaries.length];
    for (int i = 0; i < summaries.length; i++) {
      if (summaries[i].isConstant()) {
        throw allEqual(names().get(i), Double.toString(summaries[i].minimum()));
      }
      means[i] = summaries[i].mean();
    }
    return config.standardize()
        ? standardized(means, summaries[0].count())
        : new RealTargets(names().stream().map(name -> new RealTarget(name, 0, 1)).toList());
  }

  private RealTargets standardized(double[] means, long count) {
    ExactSum[] squares = rows.collect(new SquaredDeviations(rows.schema().firstTarget(), means));
    List<RealTarget> numbers = new ArrayList<>();
    for (int i = 0; i < means.length; i++) {
      double scale = Math.sqrt(squares[i].value() / count);
      numbers.add(new RealTarget(names().get(i), means[i], scale));
    }
    return new RealTargets(numbers);
  }

  private static InputException allEqual(String column, String target) {
    return new InputException(
        String.format(
            "Cannot learn \"%s\": all training rows have the same target, %s; expected at least two different ones",
            column, target));
  }

  private record Summaries(int first, int count) implements TypedRows.Pass<NumberSummary[]> {
    @Override
    public NumberSummary[] empty() {
      return Stream.generate(NumberSummary::new).limit(count).toArray(NumberSummary[]::new);
    }

    @Override
    public void add(NumberSummary[] part, Row row) {
      for (int i = 0; i < part.length; i++) {
        part[i].add(row.getDouble(first + i));
      }
    }

    @Override
    public void merge(NumberSummary[] part, NumberSummary[] other) {
      Arrays.setAll(part, i -> part[i].merge(other[i]));
    }
  }

  /** Σ (target − centre)² of each target. */
  private record SquaredDeviations(int first, double[] centres)
      implements TypedRows.Pass<ExactSum[]> {
    @Override
    public ExactSum[] empty() {
      return Stream.generate(ExactSum::new).limit(centres.length).toArray(ExactSum[]::new);
    }

    @Override
    public void add(ExactSum[] part, Row row) {
      for (int i = 0; i < part.length; i++) {
        part[i].addSquare(row.getDouble(first + i) - centres[i]);
      }
    }

    @Override
    public void merge(ExactSum[] part, ExactSum[] other) {
      Arrays.setAll(part, i -> part[i].merge(other[i]));
    }
  }
}
