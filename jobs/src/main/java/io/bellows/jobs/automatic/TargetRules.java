package io.bellows.jobs.automatic;

import io.bellows.driver.input.InputException;
import io.bellows.driver.survey.ColumnSurvey;
import io.bellows.kernels.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What follows from the targets: the task, and what is done with rows that have none. */
final class TargetRules {
  /** The trainer takes 10,000; the number of many is an estimate. */
  private static final int TOO_MANY_CLASSES = 11_000;

  private static final int SHOWN = 5;

  private static final Set<String> TEXTS_OF_FLAGS = Set.of("true", "false");

  private final TableRoles table;
  private final List<ColumnSurvey> targets;
  private final Optional<Task> asked;

  /**
   * The rules for the targets of a table.
   *
   * @param asked the task that was asked for, if any
   * @throws InputException when there is nothing to learn
   */
  TargetRules(TableRoles table, Optional<Task> asked) {
    this.table = table;
    this.targets = table.targets();
    this.asked = asked;
    targets.forEach(this::requireLearnable);
  }

  private void requireLearnable(ColumnSurvey target) {
    if (target.kind() != ColumnSurvey.Kind.VALUE) {
      throw unlearnable(
          target,
          String.format(
              "it is of type %s; expected numbers, texts, or true and false, which data.derive may make of it",
              target.type()));
    }
    Numbers.requirePoints(target, table.path());
    if (target.present() == 0 && values(target) <= 1) {
      throw unlearnable(target, "no row has a value in it");
    }
    if (values(target) == 1) {
      throw unlearnable(target, "all rows have the same value in it");
    }
    if (targets.size() > 1) {
      requireNumbersOrFlags(target);
    } else if (task() == Task.CLASSIFICATION) {
      requireClasses(target);
    }
  }

  private void requireNumbersOrFlags(ColumnSurvey target) {
    if (!target.isNumeric() && !targets.stream().allMatch(TargetRules::areFlags)) {
      throw unlearnable(
          target,
          String.format(
              "it has %s; of several targets expected numbers, or 0 and 1, or false and true, in all of them, which data.derive may make of it",
              counts(target)));
    }
  }

  private void requireClasses(ColumnSurvey target) {
    boolean isAskedFor = asked.equals(Optional.of(Task.CLASSIFICATION));
    if (!isAskedFor && Numbers.outnumberTexts(target) && !Numbers.areFewAndWhole(target)) {
      throw unlearnable(
          target,
          String.format(
              "it has %s, such as %s; mend them, or list those that stand for no value in columns.missing, or set features.target.task = classification",
              counts(target), examples(target)));
    }
    if (isText(target) && values(target) > 2 && 2 * values(target) > present(target)) {
      throw unlearnable(
          target,
          String.format(
              Locale.ROOT,
              "its %,d rows have %,d different texts, too many for classes",
              present(target),
              values(target)));
    }
    if (values(target) >= TOO_MANY_CLASSES) {
      throw unlearnable(
          target,
          String.format(
              Locale.ROOT, "it has about %,d classes; expected 10,000 at most", values(target)));
    }
  }

  /** Numbers and texts apart. */
  private static String counts(ColumnSurvey target) {
    long texts = target.texts() + target.absentRows();
    return String.format(
        Locale.ROOT, "numbers in %,d rows and texts in %,d", target.numbers(), texts);
  }

  private static String examples(ColumnSurvey target) {
    return target.examples().isEmpty()
        ? "long ones"
        : target.examples().keySet().stream()
            .sorted()
            .limit(SHOWN)
            .map(text -> '"' + text + '"')
            .collect(Collectors.joining(", "));
  }

  /** How many rows have a value; a text that may stand for a missing one is a class like others. */
  private long present(ColumnSurvey target) {
    return target.present() + (isText(target) ? target.absentRows() : 0);
  }

  /** How many different values there are. */
  private long values(ColumnSurvey target) {
    return target.distinct() + (isText(target) ? target.absent().size() : 0);
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
    return asked.orElseGet(
        () -> {
          if (targets.size() > 1) {
            return targets.stream().allMatch(TargetRules::areFlags)
                ? Task.MULTI_LABEL
                : Task.REGRESSION;
          }
          return isText(targets.get(0)) || Numbers.areFewAndWhole(targets.get(0))
              ? Task.CLASSIFICATION
              : Task.REGRESSION;
        });
  }

  private Setting taskSetting() {
    Task task = task();
    String reason =
        targets.size() > 1
            ? task == Task.MULTI_LABEL
                ? "all targets are 0 and 1 alone"
                : "several targets that are not 0 and 1 alone"
            : reason(targets.get(0));
    return new Setting("features.target.task", word(task), reason);
  }

  private String reason(ColumnSurvey target) {
    boolean isMixed = isText(target) && target.numbers() > 0;
    String kind = isMixed ? "values" : isText(target) ? "texts" : "numbers";
    return String.format(
            Locale.ROOT,
            "%s has %,d different %s in %,d rows",
            target.name(),
            values(target),
            kind,
            present(target))
        + (isMixed ? ": " + counts(target) : "");
  }

  private static String word(Task task) {
    return task.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether every value that is there is one that a label may have. */
  private static boolean areFlags(ColumnSurvey target) {
    boolean areZeroAndOne =
        target.numbers() == 0
            || (target.wholeNumbers() == target.numbers()
                && target.smallest() >= 0
                && target.largest() <= 1);
    return areZeroAndOne
        && target
            .allTexts()
            .filter(texts -> TEXTS_OF_FLAGS.containsAll(texts.keySet()))
            .isPresent();
  }

  private boolean isText(ColumnSurvey target) {
    return table.textTarget().equals(Optional.of(target));
  }

  private long rowsWithout(ColumnSurvey target) {
    return table.rows() - present(target);
  }
}
