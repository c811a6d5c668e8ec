package io.bellows.jobs.automatic;

import io.bellows.driver.input.InputException;
import io.bellows.driver.survey.ColumnSurvey;
import io.bellows.kernels.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What follows from the targets: the task, and what is done with rows that have none. */
final class TargetRules {
  /** Whole numbers with more different values than this are taken as real targets. */
  private static final int MOST_NUMBER_CLASSES = 100;

  /** Whole numbers are classes where each has at least so many rows on average, or are two. */
  private static final int ROWS_OF_A_NUMBER_CLASS = 10;

  private final TableRoles table;
  private final List<ColumnSurvey> targets;

  /**
   * The rules for the targets of a table.
   *
   * @throws InputException when there is nothing to learn
   */
  TargetRules(TableRoles table) {
    this.table = table;
    this.targets = table.targets();
    targets.forEach(this::requireLearnable);
  }

  private void requireLearnable(ColumnSurvey target) {
    if (target.kind() == ColumnSurvey.Kind.VALUE && target.present() == 0) {
      throw unlearnable(target, "no row has a value in it");
    }
    if (target.distinct() == 1) {
      throw unlearnable(target, "all rows have the same value in it");
    }
    if (isText(target) && target.distinct() > 2 && 2 * target.distinct() > target.present()) {
      throw unlearnable(
          target,
          String.format(
              Locale.ROOT,
              "its %,d rows have %,d different texts, too many for classes",
              target.present(),
              target.distinct()));
    }
  }

  private InputException unlearnable(ColumnSurvey target, String why) {
    return new InputException(
        String.format(
            "Cannot learn \"%s\" of %s: %s; is it the column to predict?",
            target.name(), table.path(), why));
  }

  List<Setting> settings() {
    List<Setting> settings = new ArrayList<>(List.of(taskSetting()));
    long without = targets.stream().mapToLong(this::rowsWithout).max().orElse(0);
    if (without > 0) {
      settings.add(
          new Setting(
              "data.bad-rows",
              "drop",
              String.format(Locale.ROOT, "%,d rows have no target", without)));
    }
    return settings;
  }

  Task task() {
    if (targets.size() > 1) {
      return targets.stream().allMatch(TargetRules::areFlags) ? Task.MULTI_LABEL : Task.REGRESSION;
    }
    return isText(targets.get(0)) || areFewWholeNumbers(targets.get(0))
        ? Task.CLASSIFICATION
        : Task.REGRESSION;
  }

  /** How many classes a network tells apart; 0 where it learns something else. */
  long classes() {
    return task() == Task.CLASSIFICATION ? targets.get(0).distinct() : 0;
  }

  private Setting taskSetting() {
    Task task = task();
    ColumnSurvey first = targets.get(0);
    String kind = isText(first) ? "texts" : "numbers";
    String reason =
        targets.size() > 1
            ? task == Task.MULTI_LABEL
                ? "all targets are 0 and 1 alone"
                : "several targets that are not 0 and 1 alone"
            : String.format(
                Locale.ROOT,
                "%s has %,d different %s in %,d rows",
                first.name(),
                first.distinct(),
                kind,
                first.present());
    return new Setting("features.target.task", word(task), reason);
  }

  private static String word(Task task) {
    return task.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean areFewWholeNumbers(ColumnSurvey target) {
    return target.wholeNumbers() == target.numbers()
        && target.distinct() <= MOST_NUMBER_CLASSES
        && (target.distinct() <= 2
            || target.distinct() * ROWS_OF_A_NUMBER_CLASS <= target.numbers());
  }

  private static boolean areFlags(ColumnSurvey target) {
    return isText(target)
        || (target.wholeNumbers() == target.numbers()
            && target.smallest() >= 0
            && target.largest() <= 1);
  }

  private static boolean isText(ColumnSurvey target) {
    return target.texts() > 0;
  }

  /** A text that may stand for a missing value is a label like others where labels are texts. */
  private long rowsWithout(ColumnSurvey target) {
    if (target.kind() != ColumnSurvey.Kind.VALUE) {
      return 0;
    }
    return isText(target) ? target.empty(table.rows()) : table.rows() - target.present();
  }
}
