package io.bellows.jobs.automatic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.InputException;
import io.bellows.driver.survey.ColumnSurvey;
import io.bellows.driver.survey.TableSurvey;
import io.bellows.jobs.config.ConfigException;
import io.bellows.jobs.config.RunConfigLoader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AutomaticConfigTest {
  private static final List<ColumnSurvey> COLUMNS =
      List.of(Columns.real("a"), Columns.texts("b", 1_000, 3, Map.of()), Columns.whole("y", 1_000));

  private static Look look(long rows, List<ColumnSurvey> columns) {
    return new Look() {
      @Override
      public List<String> firstLines(DataSource source, int lines) {
        return List.of("a,b,y", "0.5,x,1");
      }

      @Override
      public TableSurvey survey(DataConfig data) {
        return new TableSurvey(rows, columns);
      }
    };
  }

  private static AutomaticConfig.Given given(
      String path, Map<String, String> options, String target, String... overrides) {
    return new AutomaticConfig.Given(
        path, Optional.empty(), options, List.of(target), List.of(overrides), Optional.empty());
  }

  private static AutomaticConfig made(AutomaticConfig.Given given) {
    return AutomaticConfig.of(given, look(1_000, COLUMNS));
  }

  @Test
  void text_loaded_isTheRunItself() {
    AutomaticConfig made = made(given("data/rows.csv", Map.of(), "y"));

    assertThat(RunConfigLoader.parse(made.text()).json()).isEqualTo(made.run().json());
    assertThat(made.run().output()).isEqualTo("runs/rows");
    assertThat(made.text())
        .startsWith("# Made for data/rows.csv: 1,000 rows, 2 features, about 4 inputs.")
        .contains("# y has 1,000 different numbers in 1,000 rows\n        task=regression")
        .contains("# the target is given by its name\n        header=true");
  }

  @Test
  void overrides_comeBeforeWhatFollowsFromTheData() {
    AutomaticConfig made =
        made(
            given(
                "rows.csv",
                Map.of(),
                "y",
                "network.hidden=[8]",
                "data.validation={path = more.csv}",
                "training.max-time=null"));

    assertThat(made.text()).contains("# --set\n    hidden=[\n        8\n    ]");
    assertThat(made.run().resolved().getIntList("network.hidden")).containsExactly(8);
    assertThat(made.run().resolved().getString("data.validation.path")).isEqualTo("more.csv");
    assertThat(RunConfigLoader.parse(made.text()).json()).isEqualTo(made.run().json());
  }

  @Test
  void options_givenInAnotherCase_replaceThoseOfTheDialect() {
    AutomaticConfig made = made(given("rows.csv", Map.of("HEADER", "false"), "y"));
    assertThat(made.run().resolved().getObject("data.options").keySet())
        .containsExactlyInAnyOrder(
            "HEADER", "escape", "ignoreLeadingWhiteSpace", "ignoreTrailingWhiteSpace");
  }

  @Test
  void secrets_areUsedAndNotShown() {
    AutomaticConfig made = made(given("rows.csv", Map.of("password", "hush", "a.b", "c"), "y"));
    assertThat(made.text())
        .doesNotContain("hush")
        .contains("(withheld)")
        .contains("# Options that look like secrets are withheld: it needs them again, by --set");
    assertThat(made.run().request().data().train().options())
        .containsEntry("password", "hush")
        .containsEntry("a.b", "c");
  }

  /** Else a column's name could end a comment, and set what it likes. */
  @Test
  void comments_takeOneLine() {
    List<ColumnSurvey> columns =
        List.of(Columns.real("a"), Columns.whole("b\nseed = 7", 1), Columns.whole("y", 1_000));
    AutomaticConfig made =
        AutomaticConfig.of(given("rows.csv", Map.of(), "y"), look(1_000, columns));
    assertThat(made.run().request().training().seed()).isEqualTo(1);
    assertThat(RunConfigLoader.parse(made.text()).json()).isEqualTo(made.run().json());
  }

  @Test
  void columns_thatHaveAnotherRole_areNoFeatures() {
    AutomaticConfig made =
        made(given("rows.csv", Map.of(), "y", "data.test={latest-by = a, fraction = 0.1}"));
    assertThat(made.text()).contains("1,000 rows, 1 features");
  }

  @Test
  void problems_areSaidInASentence() {
    assertThatThrownBy(() -> made(given("rows.csv", Map.of(), "z")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot find column \"z\" (--target); did you mean \"a\"? The columns are a, b, y");
    assertThatThrownBy(() -> AutomaticConfig.of(given("rows.csv", Map.of(), "y"), look(0, COLUMNS)))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot train on rows.csv: it has no rows; expected some to learn from");
    assertThatThrownBy(
            () -> AutomaticConfig.check(given("rows.csv", Map.of(), "y", "epochs=3", "hidden")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--set expects KEY=VALUE, was: hidden");
    assertThatThrownBy(() -> AutomaticConfig.check(given("rows.csv", Map.of(), "y", "epochs=3")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("did you mean training.max-epochs?");
  }

  @Test
  void lists_given_areAddedTo() {
    List<ColumnSurvey> columns =
        List.of(
            Columns.real("a"),
            Columns.whole("id", 1_000),
            Columns.numbers("b", 990, Map.of("?", 10L)),
            Columns.whole("y", 1_000));
    AutomaticConfig made =
        AutomaticConfig.of(
            given("rows.csv", Map.of(), "y", "columns.ignore=[a]", "columns.missing=[none]"),
            look(1_000, columns));
    assertThat(made.run().request().columns().ignore()).containsExactly("a", "id");
    assertThat(made.run().request().columns().missing()).containsExactly("none", "", "?");
    assertThat(made.text()).contains("# --set, and counts the rows: id");
  }

  @Test
  void output_isCalledAfterTheData() {
    assertThat(made(given("data/rows.v2.csv.gz", Map.of(), "y")).run().output())
        .isEqualTo("runs/rows.v2");
    assertThat(made(given("*.csv", Map.of(), "y", "output=here")).run().output()).isEqualTo("here");
    assertThatThrownBy(() -> AutomaticConfig.check(given("*.csv", Map.of(), "y")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "output: a folder cannot be called after *.csv; give one by --output");
  }

  @Test
  void check_whatHasAnotherWord_isRefused() {
    assertThatThrownBy(
            () ->
                AutomaticConfig.check(
                    given("rows.csv", Map.of(), "y", "data.format=json", "columns.target=z")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("data.format: is given by --format FORMAT beside --target")
        .hasMessageContaining("columns.target: is given by --target COLUMN");
  }

  @Test
  void check_dimensionOfEmbeddings_isNotRefusedBeforeTheDataAreLookedAt() {
    AutomaticConfig.Given given = given("rows.csv", Map.of(), "y", "network.embedding.dimension=8");
    AutomaticConfig.check(given);
    assertThat(made(given).run().resolved().getInt("network.embedding.from-categories"))
        .isEqualTo(100);
  }

  @Test
  void refit_given_isTakenWithWhatGoesWithIt() {
    AutomaticConfig made = made(given("rows.csv", Map.of(), "y", "training.refit=true"));
    assertThat(made.run().resolved().getBoolean("training.refit")).isTrue();
  }

  @Test
  void separator_givenByAnOverride_isTheOneThereIs() {
    AutomaticConfig made = made(given("rows.csv", Map.of(), "y", "data.options.delimiter=\"|\""));
    assertThat(made.run().request().data().train().options())
        .containsEntry("delimiter", "|")
        .doesNotContainKey("sep");
  }
}
