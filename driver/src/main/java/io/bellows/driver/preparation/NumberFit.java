package io.bellows.driver.preparation;

import io.bellows.driver.input.FeatureColumn;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.TableSchema;
import io.bellows.kernels.statistics.ExactSum;
import io.bellows.kernels.statistics.RankSelection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Fits what numbers need: what stands in for missing ones, and (x − shift) / divisor. All figures
 * come from exact sums, exact ranks and ranges, so that they do not depend on how the rows are
 * partitioned.
 */
final class NumberFit {
  /**
   * The fitted figures, one for each number of a row.
   *
   * @param surrogates what stands in for a missing number
   * @param shifts what is subtracted
   * @param divisors what then divides; 0 where all rows have the same number, which becomes 0
   * @param constant names of numeric columns in which all rows have the same number
   */
  record Result(double[] surrogates, double[] shifts, double[] divisors, List<String> constant) {}

  private final TypedRows rows;
  private final TableSchema schema;
  private final PreparationConfig.Numeric config;

  NumberFit(TypedRows rows, PreparationConfig.Numeric config) {
    this.rows = rows;
    this.schema = rows.schema();
    this.config = config;
  }

  Result fit() {
    NumberSummary[] present = rows.collect(new Summaries(schema, null));
    double[] surrogates = surrogates(present);
    NumberSummary[] imputed = rows.collect(new Summaries(schema, surrogates));
    double[] shifts = new double[imputed.length];
    double[] divisors = divisors(imputed, surrogates, shifts);
    return new Result(surrogates, shifts, divisors, zeroConstants(imputed, divisors));
  }

  private double[] surrogates(NumberSummary[] present) {
    requirePresent(present);
    return switch (config.impute()) {
      case MEAN -> Arrays.stream(present).mapToDouble(NumberSummary::mean).toArray();
      case MEDIAN -> medians(present);
      case CONSTANT ->
          IntStream.range(0, present.length).mapToDouble(slot -> config.constant()).toArray();
    };
  }

  private void requirePresent(NumberSummary[] present) {
    for (int slot = 0; slot < present.length; slot++) {
      if (present[slot].count() == 0 && config.impute() != PreparationConfig.Impute.CONSTANT) {
        throw new InputException(
            String.format(
                "Cannot fill in column \"%s\": no training row has a value of it; list it in columns.ignore, or set features.numeric.impute = constant",
                schema.columnOf(slot)));
      }
    }
  }

  /** The mean of the middle two, which are the same number when the count is odd. */
  private double[] medians(NumberSummary[] present) {
    RankSelection[] selections = new RankSelection[2 * present.length];
    for (int slot = 0; slot < present.length; slot++) {
      selections[2 * slot] = new RankSelection((present[slot].count() - 1) / 2);
      selections[2 * slot + 1] = new RankSelection(present[slot].count() / 2);
    }
    while (!selections[0].isFound()) {
      RankSelection[] counted = rows.collect(new Ranks(schema, selections));
      for (int i = 0; i < selections.length; i++) {
        selections[i] = counted[i];
        selections[i].narrow();
      }
    }
    return IntStream.range(0, present.length)
        .mapToDouble(slot -> (selections[2 * slot].value() + selections[2 * slot + 1].value()) / 2)
        .toArray();
  }

  private double[] divisors(NumberSummary[] imputed, double[] surrogates, double[] shifts) {
    double[] divisors = new double[imputed.length];
    switch (config.scale()) {
      case STANDARD, AUTO -> {
        Arrays.setAll(shifts, slot -> imputed[slot].mean());
        ExactSum[] squares = rows.collect(new SquaredDeviations(schema, surrogates, shifts));
        Arrays.setAll(divisors, slot -> Math.sqrt(squares[slot].value() / imputed[slot].count()));
      }
      case MIN_MAX -> {
        Arrays.setAll(shifts, slot -> imputed[slot].minimum());
        Arrays.setAll(divisors, slot -> imputed[slot].maximum() - imputed[slot].minimum());
      }
      case NONE -> Arrays.fill(divisors, 1);
      case DIVIDE_BY -> Arrays.fill(divisors, config.divisor());
    }
    return divisors;
  }

  private List<String> zeroConstants(NumberSummary[] imputed, double[] divisors) {
    List<String> constant = new ArrayList<>();
    int slot = 0;
    for (FeatureColumn feature : schema.features()) {
      if (feature.kind() == FeatureColumn.Kind.NUMBER
          && imputed[slot].minimum() == imputed[slot].maximum()) {
        divisors[slot] = 0;
        constant.add(feature.name());
      }
      slot += feature.numbers();
    }
    return constant;
  }

  /** Summaries of the present numbers, or with surrogates of all. */
  private record Summaries(TableSchema schema, double @Nullable [] surrogates)
      implements TypedRows.Pass<NumberSummary[]> {
    @Override
    public NumberSummary[] empty() {
      return Stream.generate(NumberSummary::new)
          .limit(schema.numbers())
          .toArray(NumberSummary[]::new);
    }

    @Override
    public void add(NumberSummary[] part, Row row) {
      TypedRows.visitNumbers(schema, row, surrogates, (slot, number) -> part[slot].add(number));
    }

    @Override
    public void merge(NumberSummary[] part, NumberSummary[] other) {
      Arrays.setAll(part, slot -> part[slot].merge(other[slot]));
    }
  }

  /** One pass of the search for numbers of given ranks, two for each slot. */
  private record Ranks(TableSchema schema, RankSelection[] selections)
      implements TypedRows.Pass<RankSelection[]> {
    @Override
    public RankSelection[] empty() {
      return Arrays.stream(selections).map(RankSelection::emptyCopy).toArray(RankSelection[]::new);
    }

    @Override
    public void add(RankSelection[] part, Row row) {
      TypedRows.visitNumbers(
          schema,
          row,
          null,
          (slot, number) -> {
            part[2 * slot].count(number);
            part[2 * slot + 1].count(number);
          });
    }

    @Override
    public void merge(RankSelection[] part, RankSelection[] other) {
      Arrays.setAll(part, i -> part[i].merge(other[i]));
    }
  }

  /** Σ (x − centre)², missing numbers filled in. */
  private record SquaredDeviations(TableSchema schema, double[] surrogates, double[] centres)
      implements TypedRows.Pass<ExactSum[]> {
    @Override
    public ExactSum[] empty() {
      return Stream.generate(ExactSum::new).limit(centres.length).toArray(ExactSum[]::new);
    }

    @Override
    public void add(ExactSum[] part, Row row) {
      TypedRows.visitNumbers(
          schema, row, surrogates, (slot, number) -> part[slot].addSquare(number - centres[slot]));
    }

    @Override
    public void merge(ExactSum[] part, ExactSum[] other) {
      Arrays.setAll(part, slot -> part[slot].merge(other[slot]));
    }
  }
}
