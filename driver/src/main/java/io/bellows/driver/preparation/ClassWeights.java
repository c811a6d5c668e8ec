package io.bellows.driver.preparation;

import io.bellows.driver.input.ColumnNames;
import io.bellows.driver.input.InputException;
import io.bellows.driver.input.PlacedRows;
import io.bellows.driver.input.Role;
import io.bellows.driver.input.RowCodec;
import io.bellows.driver.input.TableSchema;
import io.bellows.kernels.InvalidConfigException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * By what the weights of training rows are multiplied, class by class.
 *
 * @param byClass in the order of the labels; empty where nothing is multiplied
 */
public record ClassWeights(List<Double> byClass) implements Serializable {
  /** Nothing is multiplied. */
  public static final ClassWeights NONE = new ClassWeights(List.of());

  public ClassWeights {
    byClass = List.copyOf(byClass);
  }

  /**
   * The weights for the training rows of some placed ones.
   *
   * @throws InvalidConfigException when targets are no classes, or a class is named that no
   *     training row has
   */
  public static ClassWeights of(
      ClassWeightsConfig config,
      PlacedRows placed,
      RowCodec codec,
      TableSchema schema,
      TargetEncoding target) {
    if (config instanceof ClassWeightsConfig.None) {
      return NONE;
    }
    if (!(target instanceof ClassLabels classes)) {
      throw new InvalidConfigException(
          String.format(
              "Cannot weigh classes: this is %s, which has none; set training.class-weights = none, or features.target.task = classification",
              target.task().word()));
    }
    if (config instanceof ClassWeightsConfig.Given given) {
      return given(given.byLabel(), classes.labels());
    }
    TypedRows rows =
        new TypedRows(
            placed.ranked(Role.TRAINING).values(), placed.count(Role.TRAINING), codec, schema);
    Map<String, Long> counts = rows.collect(new Counts(schema.firstTarget()));
    return balanced(classes.labels().stream().mapToLong(counts::get).toArray());
  }

  /**
   * n / (classes · n of the class), as scikit-learn's {@code compute_class_weight} has it (King and
   * Zeng, Logistic Regression in Rare Events Data, 2001).
   *
   * @param rows how many each class has, at least 1. Not modified.
   */
  static ClassWeights balanced(long[] rows) {
    long all = Arrays.stream(rows).sum();
    return new ClassWeights(
        Arrays.stream(rows)
            .mapToObj(ofClass -> (double) all / ((double) rows.length * ofClass))
            .toList());
  }

  private static ClassWeights given(Map<String, Double> byLabel, List<String> labels) {
    for (String label : byLabel.keySet()) {
      if (!labels.contains(label)) {
        throw new InvalidConfigException(
            String.format(
                "Cannot weigh class \"%s\" (training.class-weights): no training row has it%s",
                label, ColumnNames.known("the labels are", label, labels)));
      }
    }
    return new ClassWeights(
        labels.stream().map(label -> byLabel.getOrDefault(label, 1.0)).toList());
  }

  /** The weights by label; empty where nothing is multiplied. */
  public Map<String, Double> byLabel(TargetEncoding target) {
    Map<String, Double> weights = new LinkedHashMap<>();
    if (!byClass.isEmpty() && target instanceof ClassLabels classes) {
      for (int place = 0; place < byClass.size(); place++) {
        weights.put(classes.labels().get(place), byClass.get(place));
      }
    }
    return Collections.unmodifiableMap(weights);
  }

  /**
   * A row's weight as it is packed: the product, rounded once.
   *
   * @param weight the row's own
   * @param target the place of its class
   * @throws InputException when it is larger than a weight may be
   */
  float weigh(double weight, float target) {
    if (byClass.isEmpty()) {
      return (float) weight;
    }
    double ofClass = byClass.get((int) target);
    if (weight * ofClass > TableSchema.LARGEST_WEIGHT) {
      throw new InputException(
          String.format(
              "Cannot use a row of the weight %s: times %s, the weight of its class, it is more than %s; mend it, or lower training.class-weights",
              weight, ofClass, TableSchema.LARGEST_WEIGHT));
    }
    return (float) (weight * ofClass);
  }

  /** How many rows each label has. */
  private record Counts(int target) implements TypedRows.Pass<Map<String, Long>> {
    @Override
    public Map<String, Long> empty() {
      return new TreeMap<>();
    }

    @Override
    public void add(Map<String, Long> part, Row row) {
      part.merge(ClassLabels.labelOf(row.get(target)), 1L, Long::sum);
    }

    @Override
    public void merge(Map<String, Long> part, Map<String, Long> other) {
      other.forEach((label, rows) -> part.merge(label, rows, Long::sum));
    }
  }
}
