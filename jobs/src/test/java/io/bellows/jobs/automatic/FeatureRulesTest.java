package io.bellows.jobs.automatic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellows.driver.input.InputException;
import io.bellows.driver.survey.ColumnSurvey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureRulesTest {
  private static final ColumnSurvey TARGET = Columns.texts("y", 1_000, 2, Map.of());

  private static FeatureRules rules(ColumnSurvey... features) {
    return new FeatureRules(Columns.table(List.of(TARGET), features));
  }

  private static Object value(String key, FeatureRules rules, long classes) {
    return rules.settings(classes).stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .<Object>map(Setting::value)
        .orElse("none");
  }

  @Test
  void missing_textsAmongNumbers_standForNothing() {
    FeatureRules rules =
        rules(
            Columns.numbers("a", 990, Map.of("?", 10L)),
            Columns.numbers("b", 990, Map.of("n/a", 10L)),
            Columns.texts("c", 990, 3, Map.of("none", 10L)));
    assertThat(value("columns.missing", rules, 2)).isEqualTo(List.of("", "?", "n/a"));
  }

  @Test
  void missing_textThatIsAClass_staysOne() {
    ColumnSurvey target = Columns.texts("y", 900, 2, Map.of("none", 100L));
    FeatureRules rules =
        new FeatureRules(
            Columns.table(List.of(target), Columns.numbers("a", 990, Map.of("none", 10L))));
    assertThat(value("columns.missing", rules, 2)).isEqualTo(List.of(""));
  }

  @Test
  void missing_ofANumericTarget_standsForNothing() {
    ColumnSurvey target = Columns.numbers("y", 900, Map.of("-", 100L));
    FeatureRules rules = new FeatureRules(Columns.table(List.of(target), Columns.real("a")));
    assertThat(value("columns.missing", rules, 0)).isEqualTo(List.of("", "-"));
  }

  @Test
  void ignore_columnsOfNoUse_areLeftOutWithTheReason() {
    FeatureRules rules =
        rules(
            Columns.real("a"),
            Columns.whole("same", 1),
            Columns.texts("alike", 1_000, 1, Map.of()),
            Columns.texts("name", 1_000, 998, Map.of()),
            Columns.mixed("damaged", 990, 10, 900, Map.of()),
            Columns.whole("row_id", 1_000),
            Columns.whole("day", 1_000),
            Columns.of("when", ColumnSurvey.Kind.OTHER, "date", 1));

    assertThat(rules.settings(2))
        .contains(
            new Setting(
                "columns.ignore",
                List.of("same", "alike", "name", "damaged", "row_id", "when"),
                "10 texts among its numbers; mend them to use it: damaged; counts the rows: row_id; hardly a text twice: name; of type date: when; one value at most: same, alike"));
    assertThat(rules.count()).isEqualTo(2);
  }

  /** That a text is there or not says something. */
  @Test
  void ignore_oneTextAndRowsWithoutIt_isKept() {
    assertThat(value("columns.ignore", rules(Columns.texts("a", 400, 1, Map.of())), 2))
        .isEqualTo("none");
  }

  @Test
  void features_noneLeft_isRefusedWithTheReasons() {
    assertThatThrownBy(() -> rules(Columns.whole("same", 1)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot train on rows.csv: no column is left as a feature; left out: one value at most: same");
    assertThatThrownBy(FeatureRulesTest::rules)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("it has no other than the target");
  }

  @Test
  void encode_moreCategoriesThanTheLimit_hashesThem() {
    ColumnSurvey wide = Columns.texts("a", 5_000, 1_001, Map.of());
    assertThat(value("features.categorical.encode", rules(wide), 2)).isEqualTo("hash");
    assertThat(
            value(
                "features.categorical.encode", rules(Columns.texts("a", 5_000, 900, Map.of())), 2))
        .isEqualTo("none");
  }

  @Test
  void embedding_aHundredCategories_areEmbedded() {
    assertThat(
            value(
                "network.embedding.from-categories",
                rules(Columns.texts("a", 1_000, 100, Map.of())),
                2))
        .isEqualTo(100);
    assertThat(
            value(
                "network.embedding.from-categories",
                rules(Columns.texts("a", 1_000, 99, Map.of()), Columns.whole("b", 200)),
                2))
        .isEqualTo("none");
  }

  @Test
  void maxCategories_moreClasses_haveRoom() {
    FeatureRules rules = rules(Columns.real("a"));
    assertThat(value("features.categorical.max-categories", rules, 1_000)).isEqualTo("none");
    assertThat(value("features.categorical.max-categories", rules, 5_000)).isEqualTo(8_192L);
  }

  @Test
  void scale_goesByTheKindsOfColumns() {
    assertThat(value("features.numeric.scale", rules(Columns.real("a")), 2)).isEqualTo("standard");
    assertThat(
            value(
                "features.numeric.scale",
                rules(Columns.of("v", ColumnSurvey.Kind.NUMBERS, "vector", 9)),
                2))
        .isEqualTo("auto");
  }

  @Test
  void inputs_areNumbersAndCategories() {
    assertThat(
            rules(
                    Columns.real("a"),
                    Columns.texts("b", 990, 3, Map.of("?", 5L)),
                    Columns.of("v", ColumnSurvey.Kind.NUMBERS, "vector", 9))
                .inputs())
        .isEqualTo(1 + 5 + 9);
  }
}
