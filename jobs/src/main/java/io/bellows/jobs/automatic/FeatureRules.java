package io.bellows.jobs.automatic;

import io.bellows.driver.input.InputException;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What follows from the columns for the features: what is missing, what is left out, encoding. */
final class FeatureRules {
  /** More categories than this are hashed, as {@code conf/reference.conf} has it. */
  private static final int MOST_CATEGORIES = 1000;

  private static final int BUCKETS = 1024;

  /**
   * Columns of so many categories are embedded: a 0 or 1 for each would make most of the inputs.
   */
  private static final int EMBEDDED_FROM = 100;

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
    if (column.isNumeric() ? column.distinct() <= 1 : categories(column) <= 1) {
      return Optional.of("one value at most");
    }
    if (column.texts() > 0 && 2 * column.distinct() > column.present()) {
      return Optional.of(
          column.numbers() > column.texts()
              ? String.format(
                  Locale.ROOT, "%,d texts among its numbers; mend them to use it", column.texts())
              : "hardly a text twice");
    }
    return counts(column) ? Optional.of("counts the rows") : Optional.empty();
  }

  private boolean counts(ColumnSurvey column) {
    return COUNTER.matcher(column.name()).matches()
        && column.wholeNumbers() == table.rows()
        && column.largest() - column.smallest() + 1 == table.rows();
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

  /**
   * The settings of columns and features.
   *
   * @param classes of the target; the limit of categories is for them, too
   */
  List<Setting> settings(long classes) {
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
    settings.add(scale());
    settings.addAll(encoding(classes));
    return settings;
  }

  /**
   * Texts that stand for a missing number. In columns of texts they are a category of their own
   * either way; a class of the target they must not hide.
   */
  private Set<String> missing() {
    Set<String> missing = new TreeSet<>(Set.of(""));
    features.stream()
        .filter(ColumnSurvey::isNumeric)
        .forEach(column -> missing.addAll(column.absent().keySet()));
    for (ColumnSurvey target : table.targets()) {
      if (target.isNumeric()) {
        missing.addAll(target.absent().keySet());
      } else {
        missing.removeAll(target.absent().keySet());
      }
    }
    return missing;
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

  private List<Setting> encoding(long classes) {
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
    if (classes > MOST_CATEGORIES) {
      settings.add(
          new Setting(
              "features.categorical.max-categories",
              2 * Long.highestOneBit(classes),
              String.format(Locale.ROOT, "the target has about %,d classes", classes)));
    }
    return settings;
  }

  private boolean isCategory(ColumnSurvey column) {
    return column.kind() == ColumnSurvey.Kind.VALUE && !column.isNumeric();
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
