package io.bellows.jobs.automatic;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.bellows.driver.input.ColumnsConfig;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.jobs.config.ConfigException;
import io.bellows.jobs.config.RunConfig;
import io.bellows.jobs.config.RunConfigLoader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A configuration made for a table: text that is loaded as any other, and repeats the run.
 *
 * @param text without what looks like a secret, with a comment for each setting that was derived
 * @param run the same, loaded
 */
public record AutomaticConfig(String text, RunConfig run) {
  private static final String CSV = "csv";
  private static final String EMBEDDING = "network.embedding.";

  private static final String WITHHELD =
      String.format(
          "# Options that look like secrets are withheld: it needs them again, by --set data.options.NAME=VALUE%n");

  /** Settings that the command line has other words for. */
  private static final Map<String, String> OTHERWISE_GIVEN =
      Map.of(
          "data.train",
          "DATA",
          "data.format",
          "--format FORMAT",
          "columns.target",
          "--target COLUMN");

  /** Lists that what follows from the data is added to, where they are given. */
  private static final Set<String> ADDED_TO =
      Set.of("columns.ignore", "columns.missing", "features.numeric.columns", "data.derive");

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
    Config overrides = RunConfigLoader.overrides(given.overrides());
    List<String> problems =
        OTHERWISE_GIVEN.entrySet().stream()
            .filter(key -> overrides.hasPathOrNull(key.getKey()))
            .map(
                key ->
                    String.format(
                        "%s: is given by %s beside --target, not by --set",
                        key.getKey(), key.getValue()))
            .sorted()
            .toList();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
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
    TargetRules target = new TargetRules(table, plain.request().preparation().target().task());
    FeatureRules features = new FeatureRules(table);
    settings.addAll(target.settings());
    settings.addAll(features.settings());
    Config overrides = RunConfigLoader.overrides(given.overrides());
    settings.addAll(new NetworkRules(table.rows(), plain.request(), overrides::hasPath).settings());
    Config merged = merged(given, settings);
    Config shown = RunConfigLoader.withheld(merged);
    String withheld = shown.equals(merged) ? "" : WITHHELD;
    return new AutomaticConfig(title(table, features) + withheld + rendered(shown), loaded(merged));
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
    DataSource source =
        loaded(merged(given, source(given, format, Map.of()))).request().data().train();
    return CsvDialect.options(
        look.firstLines(source, CsvDialect.LINES), given.targets(), source.options());
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
        .forEach((name, value) -> options.put(name, new Setting(name, value, "--option")));
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
    Config overrides = RunConfigLoader.overrides(given.overrides());
    if (given.output().isPresent()) {
      settings.add(new Setting("output", given.output().get(), "--output"));
    } else if (!overrides.hasPath("output")) {
      settings.add(new Setting("output", output(given.path()), "by the data's name"));
    }
    if (overrides.hasPath(EMBEDDING + "dimension")) {
      settings.add(
          new Setting(
              EMBEDDING + "from-categories",
              FeatureRules.EMBEDDED_FROM,
              "without it there is no " + EMBEDDING + "dimension"));
    }
    return settings;
  }

  /**
   * A folder called as the data, without their endings.
   *
   * @throws ConfigException when there is nothing to call it by
   */
  private static String output(String path) {
    String name = path.replaceAll("[/\\\\]+$", "").replaceAll(".*[/\\\\]", "");
    String stem = FormatByName.withoutEndings(name).replaceAll("[^\\p{L}\\p{N}._-]+", "-");
    if (!stem.matches(".*[\\p{L}\\p{N}].*")) {
      throw new ConfigException(
          List.of(
              "output: a folder cannot be called after " + path + "; give one by --output DIR"));
    }
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
      String key = override.getKey();
      ConfigValue value = override.getValue();
      String reason = "--set";
      if (ADDED_TO.contains(key) && derived.hasPath(key) && value instanceof ConfigList list) {
        value = union(list, derived.getList(key));
        reason += ", and " + String.join(" ", derived.getValue(key).origin().comments()).strip();
      }
      overrides = overrides.withValue(key, commented(value, new Setting("", "", reason)));
    }
    return RunConfigLoader.resolved(overrides.withFallback(derived), "the settings");
  }

  private static ConfigValue union(ConfigList given, ConfigList derived) {
    Set<Object> values = new LinkedHashSet<>(given.unwrapped());
    values.addAll(derived.unwrapped());
    return ConfigValueFactory.fromIterable(values);
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
