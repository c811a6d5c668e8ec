package io.bellows.jobs.automatic;

import io.bellows.driver.input.InputException;
import io.bellows.driver.survey.ColumnSurvey;
import java.util.Set;
import java.util.regex.Pattern;

/** What is meant as a number: not every number that is few, and some texts that come among many. */
final class Numbers {
  /** Whole numbers with more different values than this are amounts. */
  private static final int MOST_CLASSES = 100;

  /** Whole numbers are classes where each has at least so many rows on average, or are two. */
  private static final int ROWS_OF_A_CLASS = 10;

  /** So many numbers for each text say that the text is a slip, or stands for no value. */
  private static final int NUMBERS_FOR_A_TEXT = 20;

  /** More different texts among numbers are codes. */
  private static final int MOST_STRAYS = 10;

  /** Of so few different values, each may be a category, also one that is rare. */
  private static final int FEW_VALUES = 20;

  /** A number as half of the world writes it. */
  private static final Pattern WITH_COMMA = Pattern.compile("[-+]?\\d+,\\d+");

  private Numbers() {}

  /** Whether all numbers of a column are whole, and so few that they may be names of classes. */
  static boolean areFewAndWhole(ColumnSurvey column) {
    return column.wholeNumbers() == column.numbers()
        && column.distinct() <= MOST_CLASSES
        && (column.distinct() <= 2 || column.distinct() * ROWS_OF_A_CLASS <= column.numbers());
  }

  /** Whether a column has texts, and is one of numbers all the same. */
  static boolean outnumberTexts(ColumnSurvey column) {
    return column.texts() > 0 && column.numbers() >= NUMBERS_FOR_A_TEXT * column.texts();
  }

  /** The few texts of a column that is one of numbers; none where it is not, or they are many. */
  static Set<String> strays(ColumnSurvey column) {
    if (!outnumberTexts(column) || column.distinct() <= FEW_VALUES) {
      return Set.of();
    }
    return column
        .allTexts()
        .filter(texts -> texts.size() <= MOST_STRAYS)
        .map(texts -> Set.copyOf(texts.keySet()))
        .orElse(Set.of());
  }

  /**
   * Refuses a column of numbers that only look like texts.
   *
   * @param path of the table
   */
  static void requirePoints(ColumnSurvey column, String path) {
    Set<String> texts = column.examples().keySet();
    if (texts.isEmpty() || !texts.stream().allMatch(text -> WITH_COMMA.matcher(text).matches())) {
      return;
    }
    String name = column.name();
    throw new InputException(
        String.format(
            "Cannot use the column \"%s\" of %s: it has numbers such as %s; expected them with a point; rewrite them, or set data.derive = [\"replace(`%s`, ',', '.') AS `%s`\"], or features.categorical.columns = [\"%s\"] where they are names",
            name, path, texts.stream().sorted().findFirst().orElseThrow(), name, name, name));
  }
}
