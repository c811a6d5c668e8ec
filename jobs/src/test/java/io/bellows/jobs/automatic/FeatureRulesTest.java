package io.bellows.jobs.automatic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellows.driver.input.InputException;
import io.bellows.driver.survey.ColumnSurvey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureRulesTest {
  private static final ColumnSurvey TARGET =
      Columns.mixed("y", 0, 1_000, 2, Map.of("no", 400L, "yes", 600L), Map.of());

  private static FeatureRules rules(ColumnSurvey... features) {
    return new FeatureRules(Columns.table(List.of(TARGET), features));
  }

  private static Object value(String key, FeatureRules rules) {
    return rules.settings().stream()
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
    assertThat(value("columns.missing", rules)).isEqualTo(List.of("", "?", "n/a"));
  }

  @Test
  void missing_ofANumericTarget_standsForNothing() {
    ColumnSurvey target = Columns.numbers("y", 900, Map.of("-", 100L));
    FeatureRules rules = new FeatureRules(Columns.table(List.of(target), Columns.real("a")));
    assertThat(value("columns.missing", rules)).isEqualTo(List.of("", "-"));
  }

  @Test
  void ignore_columnsOfNoUse_areLeftOutWithTheReason() {
    FeatureRules rules =
        rules(
            Columns.real("a"),
            Columns.whole("same", 1),
            Columns.texts("alike", 1_000, 1, Map.of()),
            Columns.texts("name", 1_000, 998, Map.of()),
            Columns.mixed("damaged", 600, 400, 900, Map.of(), Map.of()),
            Columns.whole("row_id", 1_000),
            Columns.whole("day", 1_000),
            Columns.of("when", ColumnSurvey.Kind.OTHER, "date", 1));

    assertThat(rules.settings())
        .contains(
            new Setting(
                "columns.ignore",
                List.of("same", "alike", "name", "damaged", "row_id", "when"),
                "400 texts among its numbers; mend them to use it: damaged; counts the rows: row_id; hardly a text twice: name; of type date: when; one value at most: same, alike"));
    assertThat(rules.count()).isEqualTo(2);
  }

  /** That a text is there or not says something. */
  @Test
  void ignore_oneTextAndRowsWithoutIt_isKept() {
    assertThat(value("columns.ignore", rules(Columns.texts("a", 400, 1, Map.of()))))
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
    assertThat(value("features.categorical.encode", rules(wide))).isEqualTo("hash");
    assertThat(
            value("features.categorical.encode", rules(Columns.texts("a", 5_000, 900, Map.of()))))
        .isEqualTo("none");
  }

  @Test
  void embedding_aHundredCategories_areEmbedded() {
    assertThat(
            value(
                "network.embedding.from-categories",
                rules(Columns.texts("a", 1_000, 100, Map.of()))))
        .isEqualTo(100);
    assertThat(
            value(
                "network.embedding.from-categories",
                rules(Columns.texts("a", 1_000, 99, Map.of()), Columns.whole("b", 200))))
        .isEqualTo("none");
  }

  private static ColumnSurvey strays(String name, String... texts) {
    Map<String, Long> rows = new HashMap<>();
    for (String text : texts) {
      rows.put(text, 1L);
    }
    return Columns.mixed(name, 980, texts.length, 500, rows, Map.of());
  }

  @Test
  void numeric_fewTextsAmongNumbers_countAsMissing() {
    FeatureRules rules = rules(strays("price", "sold", "asked"), Columns.real("a"));
    assertThat(value("columns.missing", rules)).isEqualTo(List.of("", "asked", "sold"));
    assertThat(rules.settings())
        .contains(
            new Setting(
                "features.numeric.columns",
                List.of("price"),
                "hardly a text among their numbers, which counts as missing: price (2 of 982 rows: asked, sold)"));
    assertThat(value("columns.ignore", rules)).isEqualTo("none");
    assertThat(rules.inputs()).isEqualTo(2);
  }

  @Test
  void numeric_manyDifferentTextsOrFewDifferentNumbers_areCategories() {
    String[] codes = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"};
    assertThat(value("features.numeric.columns", rules(strays("code", codes), Columns.real("b"))))
        .isEqualTo("none");
    ColumnSurvey grades = Columns.mixed("grade", 980, 9, 10, Map.of("A", 9L), Map.of());
    assertThat(value("features.numeric.columns", rules(grades))).isEqualTo("none");
    assertThat(value("columns.missing", rules(grades))).isEqualTo(List.of(""));
  }

  /** In columns.missing it would take a class from the target. */
  @Test
  void derive_textThatIsAClass_isTakenOutOfTheColumnAlone() {
    ColumnSurvey target = Columns.texts("y", 900, 2, Map.of("?", 100L));
    FeatureRules rules =
        new FeatureRules(
            Columns.table(List.of(target), Columns.numbers("a", 990, Map.of("?", 9L, "NA", 1L))));
    // Of the target's texts not all are known.
    assertThat(value("columns.missing", rules)).isEqualTo(List.of(""));
    assertThat(value("data.derive", rules))
        .isEqualTo(List.of("CASE WHEN trim(`a`) IN ('?', 'NA') THEN NULL ELSE `a` END AS `a`"));
  }

  @Test
  void ignore_unnamedColumnThatCountsTheRows_isLeftOut() {
    assertThat(value("columns.ignore", rules(Columns.whole("_c0", 1_000), Columns.real("a"))))
        .isEqualTo(List.of("_c0"));
    assertThat(value("columns.ignore", rules(Columns.whole("_c0", 999), Columns.real("a"))))
        .isEqualTo("none");
  }

  @Test
  void ignore_columnWithoutAValue_isLeftOut() {
    assertThat(
            value(
                "columns.ignore",
                rules(Columns.texts("a", 0, 0, Map.of("?", 400L, "NA", 9L)), Columns.real("b"))))
        .isEqualTo(List.of("a"));
  }

  @Test
  void features_numbersWithCommas_areRefusedWithTheWayToMendThem() {
    ColumnSurvey price =
        Columns.mixed("price", 10, 990, 500, Map.of("0,53", 400L, "-12,1", 590L), Map.of());
    assertThatThrownBy(() -> rules(price))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "it has numbers such as -12,1; expected them with a point; rewrite them, or set data.derive = [\"replace(`price`, ',', '.') AS `price`\"]");
  }

  @Test
  void scale_goesByTheKindsOfColumns() {
    assertThat(value("features.numeric.scale", rules(Columns.real("a")))).isEqualTo("standard");
    assertThat(
            value(
                "features.numeric.scale",
                rules(Columns.of("v", ColumnSurvey.Kind.NUMBERS, "vector", 9))))
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
