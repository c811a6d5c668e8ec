package io.bellows.driver.preparation;

import io.bellows.driver.input.InputException;
import io.bellows.driver.input.TableSchema;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/** Decides whether targets are classes or real numbers. */
public final class TaskInference {
  /** Whole numbers with more different values than this are taken as real targets. */
  private static final int MOST_NUMBER_CLASSES = 100;

  private TaskInference() {}

  /**
   * Whether targets are classes.
   *
   * @param rows typed training rows
   * @throws InputException when texts are to be real targets
   */
  public static boolean isClass(
      JavaRDD<Row> rows, TableSchema schema, PreparationConfig.Task task) {
    return switch (task) {
      case CLASSIFICATION -> true;
      case REGRESSION -> {
        if (schema.targetIsText()) {
          throw new InputException(
              String.format(
                  "Cannot learn \"%s\" by regression: some of its values are not numbers; set features.target.task = classification, or mend them",
                  schema.target()));
        }
        yield false;
      }
      case AUTO -> schema.targetIsText() || areFewWholeNumbers(rows, schema);
    };
  }

  private static boolean areFewWholeNumbers(JavaRDD<Row> rows, TableSchema schema) {
    int column = schema.features().size();
    Set<Double> targets = new HashSet<>();
    rows.mapPartitions(part -> List.of(distinctTargets(part, column)).iterator())
        .collect()
        .forEach(targets::addAll);
    return targets.size() <= MOST_NUMBER_CLASSES
        && targets.stream().allMatch(target -> target == Math.rint(target));
  }

  /** The targets that occur, or more than enough of them. */
  private static HashSet<Double> distinctTargets(Iterator<Row> rows, int column) {
    HashSet<Double> targets = new HashSet<>();
    while (rows.hasNext() && targets.size() <= MOST_NUMBER_CLASSES) {
      targets.add(rows.next().getDouble(column));
    }
    return targets;
  }
}
