package io.bellows.jobs.automatic;

import io.bellows.driver.input.InputException;
import io.bellows.driver.input.TableSchema;
import io.bellows.driver.survey.ColumnSurvey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What follows from the columns for the features: what is missing, what is left out, encoding. */
final class FeatureRules {
  /** More categories than this are hashed, as {@code conf/reference.conf} has it. */
  private static final int MOST_CATEGORIES = 1000;

  private static final int BUCKETS = 1024;

  /**
   * Columns of so many categories are embedded: a 0 or 1 for each would make most of the inputs.
   */
  static final int EMBEDDED_FROM = 100;

  private static final int SHOWN = 5;

  /** How columns are called that only count their rows. */
  private static final Pattern COUNTER =
      Pattern.compile("(?i:id|index|row|nr|unnamed: 0)|.*(_id|_ID| id| ID|[a-z]I[dD])");

  private final TableRoles table;
  private final Map<String, String> useless = new LinkedHashMap<>();
  private final List<ColumnSurvey> features;

  /**
   * The rules for the features of a table.
   *
   * @throws InputException when no column is left
   */
  FeatureRules(TableRoles table) {
    this.table = table;
    table
        .features()
        .forEach(
            column -> uselessness(column).ifPresent(reason -> useless.put(column.name(), reason)));
    this.features =
        table.features().stream().filter(column -> !useless.containsKey(column.name())).toList();
    if (features.isEmpty()) {
      throw new InputException(
          String.format(
              "Cannot train on %s: no column is left as a feature; %s",
              table.path(),
              useless.isEmpty() ? "it has no other than the target" : "left out: " + leftOut()));
    }
  }

  private Optional<String> uselessness(ColumnSurvey column) {
    if (column.kind() == ColumnSurvey.Kind.OTHER) {
      return Optional.of("of type " + column.type());
    }
    if (column.kind() == ColumnSurvey.Kind.NUMBERS) {
      return Optional.empty();
    }
    if (!table.categorical().contains(column.name())) {
      Numbers.requirePoints(column, table.path());
    }
    if (column.present() == 0) {
      return Optional.of("no value");
    }
    if (isNumber(column)
        ? column.distinct() - strays(column).size() <= 1
        : categories(column) <= 1) {
      return Optional.of("one value at most");
    }
    if (!isNumber(column) && column.texts() > 0 && 2 * column.distinct() > column.present()) {
      return Optional.of(
          column.numbers() > column.texts()
              ? String.format(
                  Locale.ROOT, "%,d texts among its numbers; mend them to use it", column.texts())
              : "hardly a text twice");
    }
    return counts(column) ? Optional.of("counts the rows") : Optional.empty();
  }

  private boolean counts(ColumnSurvey column) {
    return (COUNTER.matcher(column.name()).matches() || isUnnamed(column))
        && column.wholeNumbers() == table.rows()
        && column.largest() - column.smallest() + 1 == table.rows();
  }

  /** What Spark calls a column whose name is empty: programs write the number of a row there. */
  private boolean isUnnamed(ColumnSurvey column) {
    return column.name().equals("_c0")
        && table.source().options().entrySet().stream()
            .anyMatch(
                option ->
                    option.getKey().equalsIgnoreCase("header")
                        && option.getValue().equalsIgnoreCase("true"));
  }

  /** Whether the network is to take a column as numbers. */
  private boolean isNumber(ColumnSurvey column) {
    if (column.kind() != ColumnSurvey.Kind.VALUE || table.categorical().contains(column.name())) {
      return false;
    }
    return column.isNumeric()
        || table.numeric().contains(column.name())
        || !Numbers.strays(column).isEmpty();
  }

  /** The texts of a column of numbers that are to count as missing. */
  private Set<String> strays(ColumnSurvey column) {
    return table.numeric().contains(column.name()) ? Set.of() : Numbers.strays(column);
  }

  /** What is missing is a category, too. */
  private long categories(ColumnSurvey column) {
    return column.distinct() + column.absent().size() + (column.empty(table.rows()) > 0 ? 1 : 0);
  }

  /** The names by the reason, some of each. */
  private String leftOut() {
    Map<String, List<String>> names = new TreeMap<>();
    useless.forEach(
        (name, reason) -> names.computeIfAbsent(reason, key -> new ArrayList<>()).add(name));
    return names.entrySet().stream()
        .map(group -> String.format("%s: %s", group.getKey(), some(group.getValue())))
        .collect(Collectors.joining("; "));
  }

  private static String some(List<String> names) {
    int shown = Math.min(names.size(), SHOWN);
    String more = names.size() > shown ? String.format(" and %d more", names.size() - shown) : "";
    return String.join(", ", names.subList(0, shown)) + more;
  }

  /** The settings of columns and features. */
  List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    Set<String> missing = missing();
    settings.add(
        new Setting(
            "columns.missing",
            List.copyOf(missing),
            missing.size() > 1
                ? "stand in columns that are numbers otherwise"
                : "no text stands for a missing number"));
    if (!useless.isEmpty()) {
      settings.add(new Setting("columns.ignore", List.copyOf(useless.keySet()), leftOut()));
    }
    settings.addAll(numbersWithTexts());
    settings.add(scale());
    settings.addAll(encoding());
    return settings;
  }

  /**
   * Texts that stand for a missing number. In columns of texts they are a category of their own
   * either way; a class of the target they must not hide.
   */
  private Set<String> missing() {
    Set<String> missing = new TreeSet<>(Set.of(""));
    features.stream()
        .filter(this::isNumber)
        .forEach(column -> missing.addAll(absent(column, text -> !mayBeClass(text))));
    if (table.textTarget().isEmpty()) {
      table.targets().forEach(target -> missing.addAll(target.absent().keySet()));
    }
    return missing;
  }

  private Set<String> absent(ColumnSurvey column, Predicate<String> which) {
    Set<String> texts = new TreeSet<>(column.absent().keySet());
    texts.addAll(strays(column));
    texts.removeIf(which.negate());
    return texts;
  }

  private boolean mayBeClass(String text) {
    return table.textTarget().filter(target -> target.mayHold(text)).isPresent();
  }

  private List<Setting> numbersWithTexts() {
    List<Setting> settings = new ArrayList<>();
    List<ColumnSurvey> mended =
        features.stream().filter(column -> !strays(column).isEmpty() && isNumber(column)).toList();
    if (!mended.isEmpty()) {
      settings.add(
          new Setting(
              "features.numeric.columns",
              mended.stream().map(ColumnSurvey::name).toList(),
              "hardly a text among their numbers, which counts as missing: "
                  + some(mended.stream().map(FeatureRules::textsShown).toList())));
    }
    List<String> derived =
        features.stream().filter(this::isNumber).flatMap(this::withoutClasses).toList();
    if (!derived.isEmpty()) {
      settings.add(
          new Setting(
              "data.derive", derived, "texts that are missing numbers here may be classes there"));
    }
    return settings;
  }

  private static String textsShown(ColumnSurvey column) {
    return String.format(
        Locale.ROOT,
        "%s (%,d of %,d rows: %s)",
        column.name(),
        column.texts(),
        column.present(),
        some(column.examples().keySet().stream().sorted().toList()));
  }

  /** The column without the texts that columns.missing cannot have. */
  private Stream<String> withoutClasses(ColumnSurvey column) {
    String texts =
        absent(column, this::mayBeClass).stream()
            .map(TableSchema::literal)
            .collect(Collectors.joining(", "));
    String name = TableSchema.quoted(column.name());
    return texts.isEmpty()
        ? Stream.empty()
        : Stream.of(
            String.format(
                "CASE WHEN trim(%1$s) IN (%2$s) THEN NULL ELSE %1$s END AS %1$s", name, texts));
  }

  private Setting scale() {
    boolean haveNumbers =
        features.stream().anyMatch(column -> column.kind() == ColumnSurvey.Kind.NUMBERS);
    return haveNumbers
        ? new Setting(
            "features.numeric.scale", "auto", "bytes and sparse vectors are scaled by themselves")
        : new Setting(
            "features.numeric.scale", "standard", "columns of numbers, each in a unit of its own");
  }

  private List<Setting> encoding() {
    List<Setting> settings = new ArrayList<>();
    List<String> wide = features.stream().filter(this::isWide).map(ColumnSurvey::name).toList();
    if (!wide.isEmpty()) {
      settings.add(
          new Setting(
              "features.categorical.encode",
              "hash",
              String.format(
                  Locale.ROOT, "more than %,d categories: %s", MOST_CATEGORIES, some(wide))));
    }
    List<String> embedded =
        features.stream().filter(this::isEmbedded).map(ColumnSurvey::name).toList();
    if (!embedded.isEmpty()) {
      settings.add(
          new Setting(
              "network.embedding.from-categories",
              EMBEDDED_FROM,
              "learned numbers in place of a 0 or 1 for each category: " + some(embedded)));
    }
    return settings;
  }

  private boolean isCategory(ColumnSurvey column) {
    return column.kind() == ColumnSurvey.Kind.VALUE && !isNumber(column);
  }

  private boolean isWide(ColumnSurvey column) {
    return isCategory(column) && categories(column) > MOST_CATEGORIES;
  }

  private boolean isEmbedded(ColumnSurvey column) {
    return isCategory(column) && categories(column) >= EMBEDDED_FROM;
  }

  /** How many inputs the network has, about, a 0 or 1 for each category or bucket. */
  long inputs() {
    return features.stream()
        .mapToLong(
            column ->
                isWide(column) ? BUCKETS : isCategory(column) ? categories(column) : column.width())
        .sum();
  }

  /** How many columns are features. */
  int count() {
    return features.size();
  }
}
