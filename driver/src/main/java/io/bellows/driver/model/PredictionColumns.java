package io.bellows.driver.model;

import io.bellows.driver.preparation.ClassLabels;
import io.bellows.driver.preparation.MultiLabels;
import io.bellows.driver.preparation.RealTarget;
import io.bellows.driver.preparation.RealTargets;
import io.bellows.driver.preparation.TargetEncoding;
import io.bellows.kernels.metric.Probabilities;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a model adds to a row, and their values:
 *
 * <pre>
 *   classes     prediction, a label, and probability_LABEL of each
 *   labels      prediction_LABEL, 1 where it is more probable than not, and probability_LABEL of each
 *   a number    prediction
 *   numbers     prediction_TARGET of each
 * </pre>
 */
final class PredictionColumns {
  private static final String PREDICTION = "prediction";
  private static final String PROBABILITY = "probability_";

  private PredictionColumns() {}

  static List<StructField> fields(TargetEncoding target) {
    List<StructField> fields = new ArrayList<>();
    if (target instanceof ClassLabels classes) {
      fields.add(field(PREDICTION, DataTypes.StringType));
      classes.labels().forEach(label -> fields.add(probability(label)));
    } else if (target instanceof MultiLabels flags) {
      flags
          .labels()
          .forEach(label -> fields.add(field(PREDICTION + "_" + label, DataTypes.IntegerType)));
      flags.labels().forEach(label -> fields.add(probability(label)));
    } else {
      List<RealTarget> numbers = ((RealTargets) target).numbers();
      for (RealTarget number : numbers) {
        String name = numbers.size() == 1 ? PREDICTION : PREDICTION + "_" + number.name();
        fields.add(field(name, DataTypes.DoubleType));
      }
    }
    return fields;
  }

  private static StructField probability(String label) {
    return field(PROBABILITY + label, DataTypes.FloatType);
  }

  private static StructField field(String name, DataType type) {
    return new StructField(name, type, false, Metadata.empty());
  }

  /**
   * Adds the values of a row.
   *
   * @param predictions as the loss makes them of outputs. Not modified.
   * @param values modified
   */
  static void add(
      TargetEncoding target, FMatrixRMaj predictions, int row, List<@Nullable Object> values) {
    if (target instanceof ClassLabels classes) {
      values.add(classes.labels().get(Probabilities.mostProbable(predictions, row)));
      for (int label = 0; label < classes.labels().size(); label++) {
        values.add((float) Probabilities.of(predictions, row, label));
      }
    } else if (target instanceof MultiLabels) {
      for (int label = 0; label < predictions.numCols; label++) {
        values.add(predictions.get(row, label) > 0.5f ? 1 : 0);
      }
      for (int label = 0; label < predictions.numCols; label++) {
        values.add(predictions.get(row, label));
      }
    } else {
      List<RealTarget> numbers = ((RealTargets) target).numbers();
      for (int i = 0; i < numbers.size(); i++) {
        values.add(numbers.get(i).decode(predictions.get(row, i)));
      }
    }
  }
}
