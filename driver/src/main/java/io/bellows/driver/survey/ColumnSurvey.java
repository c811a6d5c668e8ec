package io.bellows.driver.survey;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a column holds.
 *
 * @param type as Spark names it
 * @param width how many numbers its vectors or arrays have at most; 1 for other columns
 * @param numbers how many rows have a finite number, also one that is written as a text
 * @param wholeNumbers how many of these are whole
 * @param texts how many rows have a text that is neither a number nor one of {@code absent}
 * @param examples how many rows have each of these texts: of those of at most 50 letters the 100
 *     first by alphabet, without blanks around them
 * @param absent how many rows have each of the texts that may stand for a missing value, as they
 *     are written; those that have nothing or blanks are not among them
 * @param distinct how many different numbers and texts there are: exactly up to 1,024, of more to
 *     about 3 %
 * @param smallest of the numbers; infinity without one
 * @param largest of the numbers; minus infinity without one
 */
public record ColumnSurvey(
    String name,
    Kind kind,
    String type,
    int width,
    long numbers,
    long wholeNumbers,
    long texts,
    Map<String, Long> examples,
    Map<String, Long> absent,
    long distinct,
    double smallest,
    double largest) {
  /** What can be made of a column. */
  public enum Kind {
    /** A number, a text, or true and false. */
    VALUE,
    /** Several numbers a row. */
    NUMBERS,
    /** Nothing that a network takes. */
    OTHER
  }

  public ColumnSurvey {
    examples = Map.copyOf(examples);
    absent = Map.copyOf(absent);
  }

  /** Whether every present value is a number. */
  public boolean isNumeric() {
    return kind == Kind.VALUE && texts == 0 && numbers > 0;
  }

  /** How many rows have each text, where all of them are among the examples. */
  public Optional<Map<String, Long>> allTexts() {
    return sum(examples) == texts ? Optional.of(examples) : Optional.empty();
  }

  /** Whether some row may have a text; not where all texts are known, and it is none of them. */
  public boolean mayHold(String text) {
    return absent.containsKey(text)
        || allTexts().map(all -> all.containsKey(text)).orElse(texts > 0);
  }

  /**
   * The same where more texts stand for a missing value, as far as they are among the examples.
   *
   * @param missing without blanks around them
   */
  public ColumnSurvey withMissing(Set<String> missing) {
    Map<String, Long> present = new HashMap<>(examples);
    Map<String, Long> moved = new HashMap<>(examples);
    present.keySet().removeAll(missing);
    moved.keySet().retainAll(missing);
    long rows = sum(moved);
    long left = distinct - moved.size();
    moved.putAll(absent);
    return new ColumnSurvey(
        name,
        kind,
        type,
        width,
        numbers,
        wholeNumbers,
        texts - rows,
        present,
        moved,
        left,
        smallest,
        largest);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many rows have a value. */
  public long present() {
    return numbers + texts;
  }

  /** How many rows have a text that may stand for a missing value. */
  public long absentRows() {
    return sum(absent);
  }

  /**
   * How many rows have nothing, or blanks alone.
   *
   * @param rows of the table
   */
  public long empty(long rows) {
    return rows - present() - absentRows();
  }
}
