package io.bellows.driver.preparation;

import io.bellows.driver.input.FeatureColumn;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.TableSchema;
import io.bellows.driver.preparation.PreparationConfig.Scale;
import io.bellows.kernels.statistics.ExactSum;
import io.bellows.kernels.statistics.RankSelection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits what numbers need: what stands in for missing ones, and (x − shift) / divisor. All figures
 * come from exact sums, exact ranks and ranges, so that they do not depend on how the rows are
 * partitioned.
 */
final class NumberFit {
  private static final Logger LOG = LoggerFactory.getLogger(NumberFit.class);

  /**
   * The fitted figures, one for each number of a row.
   *
   * @param surrogates what stands in for a missing number; of vectors, which miss none, 0
   * @param shifts what is subtracted
   * @param divisors what then divides; 0 where all rows have the same number, which becomes 0
   * @param constant names of numeric columns in which all rows have the same number
   * @param sparse places of vector columns that are mostly zeros and stay so
   */
  record Result(
      double[] surrogates,
      double[] shifts,
      double[] divisors,
      List<String> constant,
      List<Integer> sparse) {}

  /** Narrower vectors are never sparse: little is saved. */
  private static final int NARROWEST_SPARSE = 256;

  /** Of vectors that are sparse, less than one in so many numbers is other than 0. */
  private static final int NUMBERS_TO_AN_OTHER_THAN_ZERO = 10;

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
    NumberSummaries present = summaries(null, summedAtOnce());
    double[] surrogates = surrogates(present);
    NumberSummaries complete =
        areAllPresent(present) ? present : summaries(surrogates, summedAtOnce());
    List<Integer> sparse = sparse(complete);
    Scale[] scales = scales(sparse);
    NumberSummaries imputed = withMeans(complete, surrogates, scales);
    double[] shifts = new double[imputed.slots()];
    double[] divisors = divisors(imputed, surrogates, scales, shifts);
    zeroConstants(imputed, divisors);
    return new Result(
        surrogates,
        shifts,
        divisors,
        constantColumns(imputed),
        sparse.stream().filter(feature -> staysSparse(feature, shifts, imputed)).toList());
  }

  private NumberSummaries summaries(double @Nullable [] surrogates, boolean[] summed) {
    NumberSummaries summaries = rows.collect(new Summaries(schema, surrogates, summed));
    forEachNumberOfVectors((feature, slot) -> summaries.addZeros(slot, rows.count()));
    return summaries;
  }

  private interface SlotVisitor {
    void slot(int feature, int slot);
  }

  private void forEachNumberOfVectors(SlotVisitor visitor) {
    for (int feature : schema.featuresOf(FeatureColumn.Kind.VECTOR)) {
      int first = schema.firstNumber(feature);
      for (int i = 0; i < schema.features().get(feature).width(); i++) {
        visitor.slot(feature, first + i);
      }
    }
  }

  /**
   * The sums that are needed, or probably: those of wide vectors, of 560 bytes each, only once it
   * is known that they are standardised.
   */
  private boolean[] summedAtOnce() {
    boolean[] summed = new boolean[schema.numbers()];
    schema.scalars().forEach(scalar -> summed[scalar.number()] = true);
    forEachNumberOfVectors(
        (feature, slot) ->
            summed[slot] =
                config.scale() == Scale.STANDARD
                    || (config.scale() == Scale.AUTO && !isWide(feature)));
    return summed;
  }

  private boolean isWide(int feature) {
    return schema.features().get(feature).width() >= NARROWEST_SPARSE;
  }

  private boolean areAllPresent(NumberSummaries present) {
    return IntStream.range(0, present.slots())
        .allMatch(slot -> present.count(slot) == rows.count());
  }

  /** Wide vector columns in which less than a tenth of all numbers is other than 0. */
  private List<Integer> sparse(NumberSummaries summaries) {
    return schema.featuresOf(FeatureColumn.Kind.VECTOR).stream()
        .filter(feature -> isWide(feature) && othersThanZero(feature, summaries) < limit(feature))
        .toList();
  }

  private long othersThanZero(int feature, NumberSummaries summaries) {
    int first = schema.firstNumber(feature);
    return IntStream.range(first, first + schema.features().get(feature).width())
        .mapToLong(slot -> summaries.count(slot) - summaries.zeros(slot))
        .sum();
  }

  private long limit(int feature) {
    return rows.count() * schema.features().get(feature).width() / NUMBERS_TO_AN_OTHER_THAN_ZERO;
  }

  /** How each number is scaled. */
  private Scale[] scales(List<Integer> sparse) {
    Scale[] scales = new Scale[schema.numbers()];
    Arrays.fill(scales, config.scale() == Scale.AUTO ? Scale.STANDARD : config.scale());
    if (config.scale() == Scale.AUTO) {
      forEachNumberOfVectors(
          (feature, slot) ->
              scales[slot] = sparse.contains(feature) ? Scale.MAX_ABS : scales[slot]);
    }
    return scales;
  }

  private NumberSummaries withMeans(
      NumberSummaries summaries, double[] surrogates, Scale[] scales) {
    boolean[] summed = summedAtOnce();
    boolean isMissing = false;
    for (int slot = 0; slot < scales.length; slot++) {
      isMissing |= scales[slot] == Scale.STANDARD && !summed[slot];
      summed[slot] |= scales[slot] == Scale.STANDARD;
    }
    return isMissing ? summaries(surrogates, summed) : summaries;
  }

  private boolean staysSparse(int feature, double[] shifts, NumberSummaries summaries) {
    int first = schema.firstNumber(feature);
    int width = schema.features().get(feature).width();
    boolean isShifted = IntStream.range(first, first + width).anyMatch(slot -> shifts[slot] != 0);
    if (isShifted) {
      LOG.warn(
          "Column \"{}\" has {} numbers a row, of which {} are other than 0; features.numeric.scale shifts them, so that all are held: auto or max-abs keeps zeros as they are",
          schema.features().get(feature).name(),
          width,
          othersThanZero(feature, summaries) / Math.max(1, rows.count()));
    }
    return !isShifted;
  }

  private double[] surrogates(NumberSummaries present) {
    requirePresent(present);
    double[] surrogates = new double[present.slots()];
    switch (config.impute()) {
      case MEAN ->
          schema
              .scalars()
              .forEach(scalar -> surrogates[scalar.number()] = present.mean(scalar.number()));
      case MEDIAN -> addMedians(present, surrogates);
      case CONSTANT -> Arrays.fill(surrogates, config.constant());
    }
    return surrogates;
  }

  private void requirePresent(NumberSummaries present) {
    for (int slot = 0; slot < present.slots(); slot++) {
      if (present.count(slot) == 0 && config.impute() != PreparationConfig.Impute.CONSTANT) {
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
  private void addMedians(NumberSummaries present, double[] medians) {
    List<Middle> middles = new ArrayList<>();
    for (TableSchema.Scalar scalar : schema.scalars()) {
      long count = present.count(scalar.number());
      LongStream.rangeClosed((count - 1) / 2, count / 2)
          .mapToObj(rank -> new Middle(scalar, new RankSelection(rank)))
          .forEach(middles::add);
    }
    selectInGroups(middles);
    for (Middle middle : middles) {
      int slot = middle.scalar.number();
      boolean isOne = present.count(slot) % 2 == 1;
      medians[slot] += isOne ? middle.selection.value() : middle.selection.value() / 2;
    }
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

  private double[] divisors(
      NumberSummaries imputed, double[] surrogates, Scale[] scales, double[] shifts) {
    double[] divisors = new double[scales.length];
    for (int slot = 0; slot < scales.length; slot++) {
      shifts[slot] =
          switch (scales[slot]) {
            case STANDARD, AUTO -> imputed.mean(slot);
            case MIN_MAX -> imputed.minimum(slot);
            case MAX_ABS, NONE, DIVIDE_BY -> 0;
          };
      divisors[slot] =
          switch (scales[slot]) {
            case STANDARD, AUTO -> 0;
            case MIN_MAX -> imputed.maximum(slot) - imputed.minimum(slot);
            case MAX_ABS -> Math.max(Math.abs(imputed.minimum(slot)), imputed.maximum(slot));
            case NONE -> 1;
            case DIVIDE_BY -> config.divisor();
          };
    }
    if (Arrays.asList(scales).contains(Scale.STANDARD)) {
      setDeviations(imputed, surrogates, scales, shifts, divisors);
    }
    return divisors;
  }

  private void setDeviations(
      NumberSummaries imputed,
      double[] surrogates,
      Scale[] scales,
      double[] means,
      double[] divisors) {
    boolean[] isStandard = new boolean[scales.length];
    for (int slot = 0; slot < scales.length; slot++) {
      isStandard[slot] = scales[slot] == Scale.STANDARD;
    }
    @Nullable ExactSum[] squares =
        rows.collect(new SquaredDeviations(schema, surrogates, means, isStandard));
    for (int slot = 0; slot < scales.length; slot++) {
      if (isStandard[slot]) {
        ExactSum sum = SquaredDeviations.sum(squares, slot);
        sum.addSquare(-means[slot], imputed.zeros(slot));
        divisors[slot] = Math.sqrt(sum.value() / imputed.count(slot));
      }
    }
  }

  /** The rounded mean of equal numbers need not be that number, so their deviation is not used. */
  private static void zeroConstants(NumberSummaries imputed, double[] divisors) {
    for (int slot = 0; slot < divisors.length; slot++) {
      if (imputed.isConstant(slot)) {
        divisors[slot] = 0;
      }
    }
  }

  private List<String> constantColumns(NumberSummaries imputed) {
    return schema.featuresOf(FeatureColumn.Kind.NUMBER).stream()
        .filter(feature -> imputed.isConstant(schema.firstNumber(feature)))
        .map(feature -> schema.features().get(feature).name())
        .toList();
  }

  /** Summaries of the present numbers, or with surrogates of all; sums where they are asked for. */
  private record Summaries(TableSchema schema, double @Nullable [] surrogates, boolean[] summed)
      implements TypedRows.Pass<NumberSummaries> {
    @Override
    public NumberSummaries empty() {
      return new NumberSummaries(summed.length);
    }

    @Override
    public void add(NumberSummaries part, Row row) {
      TypedRows.visitNumbers(
          schema, row, surrogates, (slot, number) -> part.add(slot, number, summed[slot]));
    }

    @Override
    public void merge(NumberSummaries part, NumberSummaries other) {
      part.merge(other);
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

  /** Σ (x − centre)² where asked for, missing numbers filled in; zeros of vectors left out. */
  private record SquaredDeviations(
      TableSchema schema, double[] surrogates, double[] centres, boolean[] isAskedFor)
      implements TypedRows.Pass<@Nullable ExactSum[]> {
    @Override
    public @Nullable ExactSum[] empty() {
      return new ExactSum[centres.length];
    }

    @Override
    public void add(@Nullable ExactSum[] part, Row row) {
      TypedRows.visitNumbers(
          schema,
          row,
          surrogates,
          (slot, number) -> {
            if (isAskedFor[slot]) {
              sum(part, slot).addSquare(number - centres[slot]);
            }
          });
    }

    static ExactSum sum(@Nullable ExactSum[] part, int slot) {
      ExactSum sum = part[slot];
      if (sum == null) {
        sum = new ExactSum();
        part[slot] = sum;
      }
      return sum;
    }

    @Override
    public void merge(@Nullable ExactSum[] part, @Nullable ExactSum[] other) {
      for (int slot = 0; slot < part.length; slot++) {
        ExactSum sum = other[slot];
        if (sum != null) {
          sum(part, slot).merge(sum);
        }
      }
    }
  }
}
