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
import java.util.stream.LongStream;
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

  /** 64 MiB at 16 kB a selection. */
  private static final int MOST_SELECTIONS = 4_096;

  private final TypedRows rows;
  private final TableSchema schema;
  private final PreparationConfig.Numeric config;
  private final int mostSelections;

  NumberFit(TypedRows rows, PreparationConfig.Numeric config) {
    this(rows, config, MOST_SELECTIONS);
  }

  /**
   * A fit that collects no more than it is told to.
   *
   * @param mostSelections how many the driver collects in a pass, over all partitions
   */
  NumberFit(TypedRows rows, PreparationConfig.Numeric config, int mostSelections) {
    this.rows = rows;
    this.schema = rows.schema();
    this.config = config;
    this.mostSelections = mostSelections;
  }

  Result fit() {
    NumberSummary[] present = rows.collect(new Summaries(schema, null));
    double[] surrogates = surrogates(present);
    NumberSummary[] imputed = imputed(present, surrogates);
    double[] shifts = new double[imputed.length];
    double[] divisors = divisors(imputed, surrogates, shifts);
    zeroConstants(imputed, divisors);
    return new Result(surrogates, shifts, divisors, constantColumns(imputed));
  }

  private NumberSummary[] imputed(NumberSummary[] present, double[] surrogates) {
    boolean areAllPresent =
        Arrays.stream(present).allMatch(summary -> summary.count() == rows.count());
    return areAllPresent ? present : rows.collect(new Summaries(schema, surrogates));
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

  /**
   * The mean of the middle two of each number that may be missing, which are one when their count
   * is odd. Vectors have no missing numbers.
   */
  private double[] medians(NumberSummary[] present) {
    List<Middle> middles = new ArrayList<>();
    for (TableSchema.Scalar scalar : schema.scalars()) {
      long count = present[scalar.number()].count();
      LongStream.rangeClosed((count - 1) / 2, count / 2)
          .mapToObj(rank -> new Middle(scalar, new RankSelection(rank)))
          .forEach(middles::add);
    }
    selectInGroups(middles);
    double[] medians = new double[present.length];
    for (Middle middle : middles) {
      int slot = middle.scalar.number();
      boolean isOne = present[slot].count() % 2 == 1;
      medians[slot] += isOne ? middle.selection.value() : middle.selection.value() / 2;
    }
    return medians;
  }

  /** As many at a time as the driver may collect from all partitions; at least one. */
  private void selectInGroups(List<Middle> middles) {
    int group = Math.max(1, mostSelections / Math.max(1, rows.encoded().getNumPartitions()));
    for (int from = 0; from < middles.size(); from += group) {
      select(middles.subList(from, Math.min(middles.size(), from + group)));
    }
  }

  private void select(List<Middle> group) {
    int[] columns = group.stream().mapToInt(middle -> middle.scalar.column()).toArray();
    RankSelection[] selections =
        group.stream().map(Middle::selection).toArray(RankSelection[]::new);
    while (!selections[0].isFound()) {
      RankSelection[] counted = rows.collect(new Ranks(columns, selections));
      for (int i = 0; i < selections.length; i++) {
        selections[i].merge(counted[i]).narrow();
      }
    }
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

  /** The rounded mean of equal numbers need not be that number, so their deviation is not used. */
  private static void zeroConstants(NumberSummary[] imputed, double[] divisors) {
    for (int slot = 0; slot < imputed.length; slot++) {
      if (imputed[slot].isConstant()) {
        divisors[slot] = 0;
      }
    }
  }

  private List<String> constantColumns(NumberSummary[] imputed) {
    return schema.featuresOf(FeatureColumn.Kind.NUMBER).stream()
        .filter(feature -> imputed[schema.firstNumber(feature)].isConstant())
        .map(feature -> schema.features().get(feature).name())
        .toList();
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

  /** A value of a number that is searched by its rank. */
  private record Middle(TableSchema.Scalar scalar, RankSelection selection) {}

  /** One pass of the search for numbers of given ranks in typed columns. */
  private record Ranks(int[] columns, RankSelection[] selections)
      implements TypedRows.Pass<RankSelection[]> {
    @Override
    public RankSelection[] empty() {
      return Arrays.stream(selections).map(RankSelection::emptyCopy).toArray(RankSelection[]::new);
    }

    @Override
    public void add(RankSelection[] part, Row row) {
      for (int i = 0; i < columns.length; i++) {
        if (!row.isNullAt(columns[i])) {
          part[i].count(row.getDouble(columns[i]));
        }
      }
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
