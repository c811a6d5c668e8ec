package io.bellows.driver.preparation;

import io.bellows.driver.input.InputException;
import io.bellows.driver.input.TableSchema;
import io.bellows.driver.input.TargetColumn;
import io.bellows.kernels.Task;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/** Decides whether targets are classes, labels or real numbers. */
public final class TaskInference {
  /** Whole numbers with more different values than this are taken as real targets. */
  private static final int MOST_NUMBER_CLASSES = 100;

  private TaskInference() {}

  /**
   * What targets are for.
   *
   * @param rows typed training rows
   * @param asked the task that was asked for, if any
   * @throws InputException when targets do not suit it, or nothing suits them
   */
  public static Task of(JavaRDD<Row> rows, TableSchema schema, Optional<Task> asked) {
    Task task =
        asked.orElseGet(
            () -> schema.targets().size() > 1 ? several(rows, schema) : one(rows, schema));
    if (task == Task.REGRESSION) {
      requireNumbers(schema);
    }
    return task;
  }

  private static Task one(JavaRDD<Row> rows, TableSchema schema) {
    boolean areClasses = schema.hasTextTarget() || areFewWholeNumbers(rows, schema);
    return areClasses ? Task.CLASSIFICATION : Task.REGRESSION;
  }

  private static Task several(JavaRDD<Row> rows, TableSchema schema) {
    int from = schema.firstTarget();
    int to = from + schema.targets().size();
    boolean areFlags =
        rows.mapPartitions(part -> List.of(areFlags(part, from, to)).iterator()).collect().stream()
            .allMatch(flags -> flags);
    return areFlags ? Task.MULTI_LABEL : Task.REGRESSION;
  }

  private static boolean areFlags(Iterator<Row> rows, int from, int to) {
    while (rows.hasNext()) {
      Row row = rows.next();
      for (int column = from; column < to; column++) {
        if (MultiLabels.flag(row.get(column)) == null) {
          return false;
        }
      }
    }
    return true;
  }

  private static void requireNumbers(TableSchema schema) {
    List<String> texts =
        schema.targets().stream().filter(TargetColumn::isText).map(TargetColumn::name).toList();
    if (!texts.isEmpty()) {
      String otherwise =
          schema.targets().size() > 1
              ? "name only one column in columns.target"
              : "set features.target.task = classification";
      throw new InputException(
          String.format(
              "Cannot learn \"%s\" by regression: some of its values are not numbers; %s, or mend them",
              texts.get(0), otherwise));
    }
  }

  private static boolean areFewWholeNumbers(JavaRDD<Row> rows, TableSchema schema) {
    int column = schema.firstTarget();
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
