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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The blocks {@code data}, {@code columns} and {@code features}. */
final class DataSection {
  /** As {@code conf/reference.conf} has it. */
  private static final int USUAL_BUCKETS = 1024;

  private static final String IDX_LABELS = "labels";
  private static final Set<String> SOURCE_KEYS = Set.of("path", "format", "options");

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
    Split validation = split("data.validation", Set.of("column"), train);
    Split test = split("data.test", Set.of("last-rows"), train);
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
   * @param own the one key, apart from those of a source, that a block may have here
   */
  private Split split(String key, Set<String> own, DataSource train) {
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
          "must be a fraction such as 0.1, none, a path, or a block with path%s; was %s",
          own.isEmpty() ? "" : " or " + String.join(" or ", own),
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

  private Split splitOf(String key, ConfigObject block, Set<String> own, DataSource train) {
    for (String name : block.keySet()) {
      if (!SOURCE_KEYS.contains(name) && !own.contains(name)) {
        List<String> known = new ArrayList<>(own);
        known.addAll(List.of("path", "format", "options"));
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
    for (String name : own) {
      ConfigValue value = block.get(name);
      if (value != null) {
        if (block.size() > 1) {
          reader.problem(key, "%s stands alone; was %s", name, ConfigReader.shown(block));
          return new Split.None();
        }
        return name.equals("column") ? indicator(key, value) : lastRows(key, value);
      }
    }
    return source(key, block, own, train);
  }

  private Split indicator(String key, ConfigValue value) {
    String column = ConfigReader.textOf(value);
    if (column == null || column.isBlank()) {
      reader.problem(
          key + ".column", "must be a column's name or index; was %s", ConfigReader.shown(value));
      return new Split.None();
    }
    return new Split.Indicator(column);
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

  private Split source(String key, ConfigObject block, Set<String> own, DataSource train) {
    ConfigValue path = block.get("path");
    String text = path == null ? null : ConfigReader.textOf(path);
    if (text == null || text.isBlank()) {
      reader.problem(
          key, "a block needs path or %s; was %s", String.join("", own), ConfigReader.shown(block));
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
        reader.text("columns.target", "the name or index of the column to predict"),
        weight,
        reader.texts("columns.features"),
        reader.texts("columns.ignore"),
        reader.texts("features.numeric.columns"),
        reader.texts("features.categorical.columns"),
        reader.texts("columns.missing"));
  }

  PreparationConfig preparation() {
    return new PreparationConfig(
        numeric(),
        categorical(),
        new PreparationConfig.Target(
            reader.choice(
                "features.target.task",
                Choices.of("auto", PreparationConfig.Task.AUTO)
                    .and("classification", PreparationConfig.Task.CLASSIFICATION)
                    .and("regression", PreparationConfig.Task.REGRESSION)),
            reader.yesOrNo("features.target.standardize")));
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
