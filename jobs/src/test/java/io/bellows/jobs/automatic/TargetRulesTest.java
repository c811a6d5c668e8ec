package io.bellows.jobs.automatic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.InputException;
import io.bellows.driver.survey.ColumnSurvey;
import io.bellows.kernels.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetRulesTest {
  private static TargetRules rules(ColumnSurvey... targets) {
    return new TargetRules(Columns.table(List.of(targets), Columns.real("x")), Optional.empty());
  }

  private static Setting task(ColumnSurvey... targets) {
    return rules(targets).settings().get(0);
  }

  @Test
  void task_text_isClassification() {
    assertThat(task(Columns.texts("y", 1_000, 3, Map.of())))
        .isEqualTo(
            new Setting(
                "features.target.task", "classification", "y has 3 different texts in 1,000 rows"));
  }

  /** Of 1,000 rows. */
  @ParameterizedTest
  @CsvSource({"2, CLASSIFICATION", "100, CLASSIFICATION", "101, REGRESSION", "1000, REGRESSION"})
  void task_wholeNumbers_areClassesWhereTheyAreFew(long distinct, Task task) {
    assertThat(rules(Columns.whole("y", distinct)).task()).isEqualTo(task);
  }

  @Test
  void task_wholeNumbersWithFewRowsEach_isRegression() {
    ColumnSurvey few =
        new ColumnSurvey(
            "y", ColumnSurvey.Kind.VALUE, "int", 1, 50, 50, 0, Map.of(), Map.of(), 40, 1, 90);
    assertThat(rules(few).task()).isEqualTo(Task.REGRESSION);
  }

  @Test
  void task_numbersThatAreNotWhole_isRegression() {
    assertThat(task(Columns.real("y")).value()).isEqualTo("regression");
  }

  @Test
  void task_severalTargets_areLabelsWhenAllAreFlags() {
    ColumnSurvey flag =
        new ColumnSurvey(
            "y", ColumnSurvey.Kind.VALUE, "int", 1, 1_000, 1_000, 0, Map.of(), Map.of(), 2, 0, 1);
    assertThat(task(flag, flag).value()).isEqualTo("multi-label");
    assertThat(task(flag, Columns.real("z")).value()).isEqualTo("regression");
  }

  @Test
  void settings_rowsWithoutTarget_areDropped() {
    assertThat(rules(Columns.numbers("y", 900, Map.of("?", 60L))).settings())
        .contains(new Setting("data.bad-rows", "drop", "100 rows have no target"));
    assertThat(rules(Columns.texts("y", 900, 3, Map.of("?", 100L))).settings())
        .extracting(Setting::key)
        .containsExactly("features.target.task");
  }

  @Test
  void target_withNothingToLearn_isRefused() {
    assertRefused(
        Columns.texts("y", 1_000, 1, Map.of()),
        "Cannot learn \"y\" of rows.csv: all rows have the same value in it; is it the column to predict?");
    assertRefused(
        Columns.numbers("y", 0, Map.of("?", 9L)),
        "Cannot learn \"y\" of rows.csv: no row has a value in it; is it the column to predict?");
    assertRefused(
        Columns.texts("y", 1_000, 900, Map.of()),
        "Cannot learn \"y\" of rows.csv: its 1,000 rows have 900 different texts, too many for classes; is it the column to predict?");
  }

  @Test
  void target_fewTextsAmongNumbers_isRefusedWithTheTexts() {
    ColumnSurvey prices = Columns.mixed("y", 999, 1, 900, Map.of("sold", 1L), Map.of());
    assertRefused(
        prices,
        "Cannot learn \"y\" of rows.csv: it has numbers in 999 rows and texts in 1, such as \"sold\"; mend them, or list those that stand for no value in columns.missing, or set features.target.task = classification; is it the column to predict?");
    assertThat(rules(prices.withMissing(Set.of("sold"))).task()).isEqualTo(Task.REGRESSION);
    ColumnSurvey grades = Columns.mixed("y", 999, 1, 7, Map.of("A", 1L), Map.of());
    assertThat(task(grades))
        .isEqualTo(
            new Setting(
                "features.target.task",
                "classification",
                "y has 7 different values in 1,000 rows: numbers in 999 rows and texts in 1"));
  }

  @Test
  void target_classThatLooksMissing_counts() {
    assertThat(task(Columns.texts("y", 600, 1, Map.of("none", 400L))))
        .isEqualTo(
            new Setting(
                "features.target.task", "classification", "y has 2 different texts in 1,000 rows"));
  }

  @Test
  void target_tooManyClasses_isRefused() {
    assertThatThrownBy(
            () ->
                new TargetRules(
                    new TableRoles(
                        new DataSource("csv", "rows.csv", Map.of()),
                        100_000,
                        List.of(Columns.texts("y", 100_000, 12_000, Map.of())),
                        List.of(),
                        Set.of(),
                        Set.of()),
                    Optional.empty()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("it has about 12,000 classes; expected 10,000 at most");
  }

  @Test
  void target_ofAnotherType_isRefusedWithIt() {
    assertRefused(
        Columns.of("y", ColumnSurvey.Kind.OTHER, "date", 1),
        "Cannot learn \"y\" of rows.csv: it is of type date; expected numbers, texts, or true and false, which data.derive may make of it; is it the column to predict?");
  }

  @Test
  void target_severalWithTexts_areLabelsWhereTheyAreTrueAndFalse() {
    ColumnSurvey flag =
        Columns.mixed("a", 0, 900, 2, Map.of("true", 400L, "false", 500L), Map.of("?", 100L));
    assertThat(rules(flag, flag).task()).isEqualTo(Task.MULTI_LABEL);
    assertThat(rules(flag, flag).settings())
        .contains(new Setting("data.bad-rows", "drop", "100 rows have no target"));
    ColumnSurvey words = Columns.mixed("b", 0, 1_000, 2, Map.of("yes", 400L, "no", 600L), Map.of());
    assertThatThrownBy(() -> rules(flag, words))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected numbers, or 0 and 1, or false and true, in all of them");
  }

  private static void assertRefused(ColumnSurvey target, String sentence) {
    assertThatThrownBy(() -> rules(target)).isInstanceOf(InputException.class).hasMessage(sentence);
  }
}
