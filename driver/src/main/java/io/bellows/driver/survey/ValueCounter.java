package io.bellows.driver.survey;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts the values of one column. Merged in any order, counters say the same. */
final class ValueCounter implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Texts that people and programs write where there is no value, in lower case. */
  private static final Set<String> ABSENT =
      Set.of(
          "?", "-", "--", ".", "*", "na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil",
          "(null)", "<na>", "\\n", "missing", "unknown");

  /** The texts that are kept, by alphabet: which these are does not depend on the order of rows. */
  private static final int KEPT_TEXTS = 100;

  private static final int LONGEST_KEPT_TEXT = 50;

  private final TreeMap<String, Long> examples = new TreeMap<>();
  private final Map<String, Long> absent = new TreeMap<>();
  private final DistinctCounter distinct = new DistinctCounter();
  private long numbers;
  private long wholeNumbers;
  private long texts;
  private int width = 1;
  private double smallest = Double.POSITIVE_INFINITY;
  private double largest = Double.NEGATIVE_INFINITY;

  /**
   * Counts a value.
   *
   * @param text as a file of text has it
   * @param number what it says as a number
   */
  void add(@Nullable String text, @Nullable Double number) {
    String trimmed = text == null ? "" : text.strip();
    if (text == null || trimmed.isEmpty()) {
      return;
    }
    if (ABSENT.contains(trimmed.toLowerCase(Locale.ROOT))) {
      absent.merge(trimmed, 1L, Long::sum);
    } else if (number == null) {
      texts++;
      distinct.add(text);
      keep(trimmed, 1);
    } else {
      addNumber(number);
    }
  }

  /** What is dropped here would be dropped whenever it came again: its count is never needed. */
  private void keep(String text, long rows) {
    if (text.length() <= LONGEST_KEPT_TEXT) {
      examples.merge(text, rows, Long::sum);
      if (examples.size() > KEPT_TEXTS) {
        examples.pollLastEntry();
      }
    }
  }

  private void addNumber(double number) {
    numbers++;
    wholeNumbers += number == Math.rint(number) ? 1 : 0;
    smallest = Math.min(smallest, number);
    largest = Math.max(largest, number);
    distinct.add(number);
  }

  /** Counts a vector or an array by its length. */
  void addNumbers(int length) {
    width = Math.max(width, length);
  }

  void merge(ValueCounter other) {
    other.examples.forEach(this::keep);
    other.absent.forEach((text, count) -> absent.merge(text, count, Long::sum));
    distinct.merge(other.distinct);
    numbers += other.numbers;
    wholeNumbers += other.wholeNumbers;
    texts += other.texts;
    width = Math.max(width, other.width);
    smallest = Math.min(smallest, other.smallest);
    largest = Math.max(largest, other.largest);
  }

  ColumnSurvey survey(String name, ColumnSurvey.Kind kind, String type) {
    return new ColumnSurvey(
        name,
        kind,
        type,
        width,
        numbers,
        wholeNumbers,
        texts,
        examples,
        absent,
        distinct.count(),
        smallest,
        largest);
  }
}
