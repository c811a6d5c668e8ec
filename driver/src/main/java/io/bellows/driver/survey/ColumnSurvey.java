package io.bellows.driver.survey;

import java.util.Map;

/**
 * What a column holds.
 *
 * @param type as Spark names it
 * @param width how many numbers its vectors or arrays have at most; 1 for other columns
 * @param numbers how many rows have a finite number, also one that is written as a text
 * @param wholeNumbers how many of these are whole
 * @param texts how many rows have a text that is neither a number nor one of {@code absent}
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
    absent = Map.copyOf(absent);
  }

  /** Whether every present value is a number. */
  public boolean isNumeric() {
    return kind == Kind.VALUE && texts == 0 && numbers > 0;
  }

  /** How many rows have a value. */
  public long present() {
    return numbers + texts;
  }

  /**
   * How many rows have nothing, or blanks alone.
   *
   * @param rows of the table
   */
  public long empty(long rows) {
    return rows - present() - absent.values().stream().mapToLong(Long::longValue).sum();
  }
}
