package io.bellows.driver.preparation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;

import io.bellows.driver.input.InputException;
import io.bellows.driver.input.Table;
import io.bellows.driver.input.TableSchema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Decides whether targets are classes or real numbers. */
public final class TaskInference {
  /** Whole numbers with more different values than this are taken as real targets. */
  private static final int MOST_NUMBER_CLASSES = 100;

  private TaskInference() {}

  /**
   * Whether targets are classes.
   *
   * @param table the training rows
   * @throws InputException when texts are to be real targets
   */
  public static boolean isClass(Table table, TableSchema schema, PreparationConfig.Task task) {
    return switch (task) {
      case CLASSIFICATION -> true;
      case REGRESSION -> {
        if (schema.targetIsText()) {
          throw new InputException(
              String.format(
                  "Cannot learn \"%s\" by regression: some of its values are not numbers; set task = classification, or mend them",
                  schema.target()));
        }
        yield false;
      }
      case AUTO -> schema.targetIsText() || areFewWholeNumbers(table, schema);
    };
  }

  private static boolean areFewWholeNumbers(Table table, TableSchema schema) {
    Dataset<Row> targets = table.typed(schema).select(TableSchema.TARGET);
    boolean fraction =
        !targets.filter(col(TableSchema.TARGET).notEqual(floor(col(TableSchema.TARGET)))).isEmpty();
    return !fraction
        && targets.distinct().limit(MOST_NUMBER_CLASSES + 1).count() <= MOST_NUMBER_CLASSES;
  }
}
