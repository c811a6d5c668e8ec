package io.bellows.jobs.automatic;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.bellows.driver.input.ColumnsConfig;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.jobs.config.RunConfig;
import io.bellows.jobs.config.RunConfigLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A configuration made for a table: text that is loaded as any other, and repeats the run.
 *
 * @param text without what looks like a secret, with a comment for each setting that was derived
 * @param run the same, loaded
 */
public record AutomaticConfig(String text, RunConfig run) {
  private static final String CSV = "csv";

  /**
   * What is known before anybody looks at the data.
   *
   * @param path of the data
   * @param format when absent, told by the path
   * @param options of the reader, before those that are told by the data
   * @param targets names or indices of columns
   * @param overrides {@code key=value} each, before everything that follows from the data
   */
  public record Given(
      String path,
      Optional<String> format,
      Map<String, String> options,
      List<String> targets,
      List<String> overrides,
      Optional<String> output) {
    public Given {
      options = Map.copyOf(options);
      targets = List.copyOf(targets);
      overrides = List.copyOf(overrides);
    }
  }

  /**
   * Checks what can be checked before Spark is started.
   *
   * @throws io.bellows.jobs.config.ConfigException naming all problems
   * @throws io.bellows.driver.input.InputException when the path does not tell the format
   */
  public static void check(Given given) {
    String format = format(given);
    loaded(merged(given, source(given, format, Map.of())));
  }

  /**
   * Looks at the data and decides.
   *
   * @throws io.bellows.driver.input.InputException when they cannot be used
   */
  public static AutomaticConfig of(Given given, Look look) {
    String format = format(given);
    List<Setting> settings = new ArrayList<>(source(given, format, dialect(given, format, look)));
    RunConfig plain = loaded(merged(given, settings));
    DataConfig data = plain.request().data();
    ColumnsConfig columns = plain.request().columns();
    TableRoles table = TableRoles.of(look.survey(data), data, columns);
    TargetRules target = new TargetRules(table);
    FeatureRules features = new FeatureRules(table);
    settings.addAll(target.settings());
    settings.addAll(features.settings(target.classes()));
    settings.addAll(new NetworkRules(table.rows()).settings());
    Config merged = merged(given, settings);
    return new AutomaticConfig(
        title(table, features) + rendered(RunConfigLoader.withheld(merged)), loaded(merged));
  }

  /** One line, whatever the path holds. */
  private static String title(TableRoles table, FeatureRules features) {
    return String.format(
        Locale.ROOT,
        "# Made for %s: %,d rows, %,d features, about %,d inputs. Saved as FILE.conf, it repeats the run: bellows train FILE.conf%n",
        table.path().replaceAll("\\p{Cntrl}+", " "),
        table.rows(),
        features.count(),
        features.inputs());
  }

  private static String format(Given given) {
    return given.format().orElseGet(() -> FormatByName.of(given.path()));
  }

  private static Map<String, Setting> dialect(Given given, String format, Look look) {
    if (!format.equals(CSV)) {
      return Map.of();
    }
    DataSource source = new DataSource(format, given.path(), given.options());
    return CsvDialect.options(look.firstLines(source, CsvDialect.LINES), given.targets());
  }

  /** The settings of the source, the target and the output. */
  private static List<Setting> source(Given given, String format, Map<String, Setting> dialect) {
    List<Setting> settings = new ArrayList<>();
    settings.add(new Setting("data.train", given.path(), ""));
    settings.add(
        new Setting(
            "data.format", format, given.format().isPresent() ? "--format" : "by its name"));
    // Spark's readers take options in whatever case.
    Map<String, Setting> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(dialect);
    given
        .options()
        .forEach(
            (name, value) -> {
              options.remove(name);
              options.put(name, new Setting(name, value, "--option"));
            });
    options
        .values()
        .forEach(
            option ->
                settings.add(
                    new Setting(
                        ConfigUtil.joinPath("data", "options", option.key()),
                        option.value(),
                        option.reason())));
    Object target = given.targets().size() == 1 ? given.targets().get(0) : given.targets();
    settings.add(new Setting("columns.target", target, "--target"));
    settings.add(
        given
            .output()
            .map(output -> new Setting("output", output, "--output"))
            .orElseGet(() -> new Setting("output", output(given.path()), "by the data's name")));
    return settings;
  }

  /** A folder called as the data, without their endings. */
  private static String output(String path) {
    String name = path.replaceAll("[/\\\\]+$", "").replaceAll(".*[/\\\\]", "");
    String stem = name.replaceAll("(?<=.)\\..*$", "").replaceAll("[^\\p{L}\\p{N}._-]+", "-");
    return "runs/" + stem;
  }

  /** What overrides make of the settings. */
  private static Config merged(Given given, List<Setting> settings) {
    Config derived = ConfigFactory.empty();
    for (Setting setting : settings) {
      derived =
          derived.withValue(
              setting.key(), commented(ConfigValueFactory.fromAnyRef(setting.value()), setting));
    }
    Config overrides = RunConfigLoader.overrides(given.overrides());
    for (Map.Entry<String, ConfigValue> override : overrides.entrySet()) {
      overrides =
          overrides.withValue(
              override.getKey(), commented(override.getValue(), new Setting("", "", "--set")));
    }
    return RunConfigLoader.resolved(overrides.withFallback(derived), "the settings");
  }

  private static ConfigValue commented(ConfigValue value, Setting setting) {
    if (setting.reason().isEmpty()) {
      return value;
    }
    // Names of columns may hold anything, also the end of a line.
    String comment = " " + setting.reason().replaceAll("\\p{Cntrl}+", " ");
    return value.withOrigin(
        ConfigOriginFactory.newSimple("derived").withComments(List.of(comment)));
  }

  private static RunConfig loaded(Config config) {
    return RunConfigLoader.parse(rendered(config));
  }

  private static String rendered(Config config) {
    return config
        .root()
        .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
  }
}
