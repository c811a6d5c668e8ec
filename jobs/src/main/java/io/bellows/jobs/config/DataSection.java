package io.bellows.jobs.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.bellows.driver.input.BadRows;
import io.bellows.driver.input.ColumnsConfig;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Derivation;
import io.bellows.driver.input.Formats;
import io.bellows.driver.input.Split;
import io.bellows.driver.preparation.PreparationConfig;
import io.bellows.kernels.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The blocks {@code data}, {@code columns} and {@code features}. */
final class DataSection {
  /** As {@code conf/reference.conf} has it. */
  private static final int USUAL_BUCKETS = 1024;

  private static final String IDX_LABELS = "labels";
  private static final List<String> SOURCE_KEYS = List.of("path", "format", "options");

  /** The keys of splits by a column's values, which {@link #FRACTION} goes with. */
  private static final List<String> VALUE_KEYS = List.of("group", "latest-by");

  private static final String FRACTION = "fraction";

  private final ConfigReader reader;

  DataSection(ConfigReader reader) {
    this.reader = reader;
  }

  DataConfig data() {
    DataSource train =
        new DataSource(
            format(),
            reader.text("data.train", "the path of the training rows"),
            reader.freeBlock("data.options"));
    if (train.format().equals("idx") && !hasLabels(train)) {
      reader.problem(
          "data.options.labels", "must be set when data.format = idx; expected the file of labels");
    }
    Split validation = split("data.validation", "column", train);
    Split test = split("data.test", "last-rows", train);
    if (fraction(validation) + fraction(test) >= 1) {
      reader.problem(
          "data.test",
          "%s for the test and %s for validation leave no rows for training; together they must be"
              + " below 1",
          fraction(test),
          fraction(validation));
    }
    return new DataConfig(
        train,
        validation,
        test,
        reader.longNumber("data.seed"),
        derivations(),
        reader.optionalText("data.filter", "an SQL condition"),
        reader.choice("data.bad-rows", Choices.of("fail", BadRows.FAIL).and("drop", BadRows.DROP)));
  }

  private String format() {
    String format = reader.text("data.format", "the name of a format, such as csv");
    Formats.problem(format).ifPresent(problem -> reader.problem("data.format", "%s", problem));
    return format;
  }

  private static boolean hasLabels(DataSource source) {
    return !source.options().getOrDefault(IDX_LABELS, "").isBlank();
  }

  private static double fraction(Split split) {
    if (split instanceof Split.ByValue byValue) {
      return byValue.fraction();
    }
    return split instanceof Split.Fraction part ? part.fraction() : 0;
  }

  private List<Derivation> derivations() {
    List<Derivation> derivations = new ArrayList<>();
    for (String text : reader.texts("data.derive")) {
      try {
        derivations.add(Derivation.parse(text));
      } catch (IllegalArgumentException e) {
        reader.problem("data.derive", "expected \"SQL EXPRESSION AS COLUMN\", was \"%s\"", text);
      }
    }
    return derivations;
  }

  /**
   * How rows are chosen.
   *
   * @param own the one key that a block may have here alone
   */
  private Split split(String key, String own, DataSource train) {
    ConfigValue value = reader.value(key);
    if (value == null) {
      return new Split.None();
    }
    if (value instanceof ConfigObject block) {
      return splitOf(key, block, own, train);
    }
    Double number = ConfigReader.numberOf(value, n -> true);
    if (number != null) {
      return number == 0 ? new Split.None() : fractionOf(key, number);
    }
    String text = value.unwrapped() instanceof String path ? path : null;
    if (text == null || text.isBlank()) {
      reader.problem(
          key,
          "must be a fraction such as 0.1, none, a path, or a block with %s; was %s",
          ConfigReader.orList(choosing(own)),
          ConfigReader.shown(value));
      return new Split.None();
    }
    return text.toLowerCase(Locale.ROOT).equals("none")
        ? new Split.None()
        : separate(key, text, null, Map.of(), train);
  }

  private Split fractionOf(String key, double number) {
    if (number > 0 && number < 1) {
      return new Split.Fraction(number);
    }
    reader.problem(key, "a fraction of the rows must be above 0 and below 1; was %s", number);
    return new Split.None();
  }

  /** The keys of which a block has one: they say how rows are chosen. */
  private static List<String> choosing(String own) {
    List<String> choosing = new ArrayList<>(List.of("path", own));
    choosing.addAll(VALUE_KEYS);
    return choosing;
  }

  private Split splitOf(String key, ConfigObject block, String own, DataSource train) {
    List<String> known = new ArrayList<>(List.of(own));
    known.addAll(VALUE_KEYS);
    known.add(FRACTION);
    known.addAll(SOURCE_KEYS);
    for (String name : block.keySet()) {
      if (!known.contains(name)) {
        reader.problem(
            key + "." + name,
            "unknown key; %sxpected %s",
            KnownKeys.nearest(name, known)
                .map(near -> "did you mean " + key + "." + near + "? E")
                .orElse("e"),
            ConfigReader.orList(known));
        return new Split.None();
      }
    }
    ConfigValue value = block.get(own);
    if (value != null) {
      if (block.size() > 1) {
        reader.problem(key, "%s stands alone; was %s", own, shown(block));
        return new Split.None();
      }
      return own.equals("column") ? indicator(key, value) : lastRows(key, value);
    }
    for (String name : VALUE_KEYS) {
      ConfigValue column = block.get(name);
      if (column != null) {
        return byValue(key, name, column, block);
      }
    }
    if (block.containsKey(FRACTION)) {
      reader.problem(
          key + "." + FRACTION,
          "goes with %s; for a part of all rows write %s = 0.1",
          ConfigReader.orList(VALUE_KEYS),
          key);
      return new Split.None();
    }
    return source(key, block, own, train);
  }

  /**
   * Rows chosen by a column's values.
   *
   * @param name the key that names the column
   */
  private Split byValue(String key, String name, ConfigValue named, ConfigObject block) {
    ConfigValue given = block.get(FRACTION);
    if (block.size() > (given == null ? 1 : 2)) {
      reader.problem(key, "%s stands with fraction alone; was %s", name, shown(block));
      return new Split.None();
    }
    Optional<String> column = column(key + "." + name, named);
    Double fraction =
        given == null ? null : ConfigReader.numberOf(given, part -> part > 0 && part < 1);
    if (fraction == null) {
      reader.problem(
          key + "." + FRACTION,
          "must be a number above 0 and below 1; was %s",
          given == null ? "not set" : ConfigReader.shown(given));
    }
    if (column.isEmpty() || fraction == null) {
      return new Split.None();
    }
    return name.equals("group")
        ? new Split.Groups(column.get(), fraction)
        : new Split.Latest(column.get(), fraction);
  }

  private Optional<String> column(String key, ConfigValue value) {
    String column = ConfigReader.textOf(value);
    if (column == null || column.isBlank()) {
      reader.problem(key, "must be a column's name or index; was %s", ConfigReader.shown(value));
      return Optional.empty();
    }
    return Optional.of(column);
  }

  /** A block as the user would write it, without options, which may be secrets. */
  private static String shown(ConfigObject block) {
    return ConfigReader.shown(block.withoutKey("options"));
  }

  private Split indicator(String key, ConfigValue value) {
    return column(key + ".column", value)
        .<Split>map(Split.Indicator::new)
        .orElseGet(Split.None::new);
  }

  private Split lastRows(String key, ConfigValue value) {
    Long rows = ConfigReader.longOf(value, n -> n >= 1);
    if (rows == null) {
      reader.problem(
          key + ".last-rows",
          "must be a whole number, at least 1; was %s",
          ConfigReader.shown(value));
      return new Split.None();
    }
    return new Split.LastRows(rows);
  }

  private Split source(String key, ConfigObject block, String own, DataSource train) {
    ConfigValue path = block.get("path");
    String text = path == null ? null : ConfigReader.textOf(path);
    if (text == null || text.isBlank()) {
      reader.problem(
          key, "a block needs %s; was %s", ConfigReader.orList(choosing(own)), shown(block));
      return new Split.None();
    }
    ConfigValue format = block.get("format");
    String formatText = format == null ? null : ConfigReader.textOf(format);
    Optional<String> problem =
        format == null
            ? Optional.empty()
            : Formats.problem(formatText == null ? ConfigReader.shown(format) : formatText);
    if (problem.isPresent()) {
      reader.problem(key + ".format", "%s", problem.get());
      return new Split.None();
    }
    ConfigValue options = block.get("options");
    if (options != null && !(options instanceof ConfigObject)) {
      reader.problem(key + ".options", "expected a block { }, was %s", ConfigReader.shown(options));
      return new Split.None();
    }
    return separate(
        key,
        text,
        formatText,
        options instanceof ConfigObject given ? ConfigReader.flat(given) : Map.of(),
        train);
  }

  /** A second source; it takes format and options from the first unless it states its own. */
  private Split separate(
      String key,
      String path,
      @Nullable String format,
      Map<String, String> options,
      DataSource train) {
    Map<String, String> all = new TreeMap<>();
    if (format == null || format.equals(train.format())) {
      all.putAll(train.options());
    }
    all.remove(IDX_LABELS);
    all.putAll(options);
    DataSource source = new DataSource(format == null ? train.format() : format, path, all);
    if (source.format().equals("idx") && !hasLabels(source)) {
      reader.problem(
          key,
          "an idx source needs labels of its own; expected {path = \"%s\", options {labels = …}}",
          path);
    }
    return new Split.Separate(source);
  }

  ColumnsConfig columns() {
    Optional<String> weight = reader.optionalText("columns.weight", "a column's name or index");
    return new ColumnsConfig(
        reader.textOrTexts(
            "columns.target", "the name or index of the column to predict, or a list of several"),
        weight,
        reader.texts("columns.features"),
        reader.texts("columns.ignore"),
        reader.texts("features.numeric.columns"),
        reader.texts("features.categorical.columns"),
        reader.texts("columns.missing"));
  }

  PreparationConfig preparation() {
    PreparationConfig.Target target = target();
    return new PreparationConfig(
        numeric(), categorical(), target, ClassWeightsSection.read(reader, target.task()));
  }

  private PreparationConfig.Target target() {
    return new PreparationConfig.Target(
        reader.choice(
            "features.target.task",
            Choices.of("auto", Optional.<Task>empty())
                .and("classification", Optional.of(Task.CLASSIFICATION))
                .and("multi-label", Optional.of(Task.MULTI_LABEL))
                .and("regression", Optional.of(Task.REGRESSION))),
        reader.yesOrNo("features.target.standardize"));
  }

  private PreparationConfig.Categorical categorical() {
    boolean areHashed =
        reader.choice(
            "features.categorical.encode", Choices.of("one-hot", false).and("hash", true));
    int buckets = reader.whole("features.categorical.buckets", 2);
    if (!areHashed && buckets != USUAL_BUCKETS) {
      reader.problem(
          "features.categorical.buckets", "applies only to features.categorical.encode = hash");
    }
    return new PreparationConfig.Categorical(
        reader.choice(
            "features.categorical.unseen",
            Choices.of("ignore", PreparationConfig.Unseen.IGNORE)
                .and("fail", PreparationConfig.Unseen.FAIL)),
        reader.whole("features.categorical.max-categories", 1),
        areHashed ? OptionalInt.of(buckets) : OptionalInt.empty());
  }

  private PreparationConfig.Numeric numeric() {
    PreparationConfig.Impute impute =
        reader.choice(
            "features.numeric.impute",
            Choices.of("mean", PreparationConfig.Impute.MEAN)
                .and("median", PreparationConfig.Impute.MEDIAN)
                .and("constant", PreparationConfig.Impute.CONSTANT));
    double constant = reader.number("features.numeric.constant", "a number", n -> true);
    if (impute != PreparationConfig.Impute.CONSTANT
        && reader.isSet("features.numeric.constant")
        && constant != 0) {
      reader.problem(
          "features.numeric.constant", "applies only to features.numeric.impute = constant");
    }
    PreparationConfig.Scale scale =
        reader.choice(
            "features.numeric.scale",
            Choices.of("auto", PreparationConfig.Scale.AUTO)
                .and("standard", PreparationConfig.Scale.STANDARD)
                .and("min-max", PreparationConfig.Scale.MIN_MAX)
                .and("max-abs", PreparationConfig.Scale.MAX_ABS)
                .and("none", PreparationConfig.Scale.NONE)
                .and("divide-by", PreparationConfig.Scale.DIVIDE_BY));
    Optional<Double> divisor =
        reader.optionalNumber("features.numeric.divisor", "a number other than 0", n -> n != 0);
    if (scale == PreparationConfig.Scale.DIVIDE_BY) {
      if (!reader.isSet("features.numeric.divisor")) {
        reader.problem(
            "features.numeric.divisor", "must be set when features.numeric.scale = divide-by");
      }
    } else if (divisor.isPresent()) {
      reader.problem(
          "features.numeric.divisor", "applies only to features.numeric.scale = divide-by");
    }
    return new PreparationConfig.Numeric(impute, constant, scale, divisor.orElse(1.0));
  }
}
