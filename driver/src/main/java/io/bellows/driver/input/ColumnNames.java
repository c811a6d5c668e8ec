package io.bellows.driver.input;

import io.bellows.kernels.Spelling;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/** Finds columns, and other names, by what a configuration calls them. */
public final class ColumnNames {
  private ColumnNames() {}

  /**
   * The name of a column given by name, or by index from 0, or from the end by a negative one.
   *
   * @param key the setting that names it, for messages
   * @throws InputException with the nearest name when there is none
   */
  public static String resolve(String reference, List<String> columns, String key) {
    if (columns.contains(reference)) {
      return reference;
    }
    if (reference.matches("-?\\d{1,9}")) {
      return byIndex(Integer.parseInt(reference), columns, key);
    }
    throw new InputException(
        String.format(
            "Cannot find column \"%s\" (%s)%s%s",
            reference, key, known("the columns are", reference, columns), header(columns)));
  }

  /** A question where Spark has named all columns itself. */
  private static String header(List<String> columns) {
    return columns.stream().allMatch(column -> column.matches("_c\\d+"))
        ? "; does the file have a header? Then set data.options.header = true"
        : "";
  }

  private static String byIndex(int index, List<String> columns, String key) {
    int place = index < 0 ? columns.size() + index : index;
    if (place < 0 || place >= columns.size()) {
      throw new InputException(
          String.format(
              "Cannot find column %d (%s): expected an index from %d to %d; the columns are %s",
              index, key, -columns.size(), columns.size() - 1, listed(columns)));
    }
    return columns.get(place);
  }

  /** Orders names so that those are equal which Spark takes for the same column. */
  static Comparator<String> order(SparkSession spark) {
    boolean isCaseSensitive = Boolean.parseBoolean(spark.conf().get("spark.sql.caseSensitive"));
    return isCaseSensitive ? Comparator.naturalOrder() : String.CASE_INSENSITIVE_ORDER;
  }

  /**
   * What there is, after a question for the nearest name when one is near.
   *
   * @param begin of the list, as in "the columns are"
   */
  public static String known(String begin, String reference, List<String> columns) {
    String nearest = nearest(reference, columns);
    return nearest.isEmpty()
        ? String.format("; %s %s", begin, listed(columns))
        : String.format(
            "; did you mean \"%s\"? %s%s %s",
            nearest,
            begin.substring(0, 1).toUpperCase(Locale.ROOT),
            begin.substring(1),
            listed(columns));
  }

  /** The nearest name, or nothing when none is near. */
  private static String nearest(String reference, List<String> columns) {
    String nearest = "";
    int smallest = Math.max(2, reference.length() / 3) + 1;
    for (String column : columns) {
      int distance =
          Spelling.distance(reference.toLowerCase(Locale.ROOT), column.toLowerCase(Locale.ROOT));
      if (distance < smallest) {
        smallest = distance;
        nearest = column;
      }
    }
    return nearest;
  }

  /** The names, or as many as a sentence can hold. */
  static String listed(List<String> columns) {
    int shown = Math.min(columns.size(), 30);
    String more =
        columns.size() > shown ? String.format(" and %d more", columns.size() - shown) : "";
    return String.join(", ", columns.subList(0, shown)) + more;
  }
}
