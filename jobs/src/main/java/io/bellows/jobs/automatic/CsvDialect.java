package io.bellows.jobs.automatic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a file of CSV is written, told by its first lines. */
final class CsvDialect {
  /** As many lines as it is told by. */
  static final int LINES = 100;

  private static final String HEADER = "header";
  private static final String COMMA = ",";

  /** The rarer within texts and numbers come first. */
  private static final List<String> SEPARATORS = List.of(";", "\t", "|", COMMA);

  /** Two names of one option. */
  private static final List<String> SEPARATOR_OPTIONS = List.of("sep", "delimiter");

  private CsvDialect() {}

  /**
   * The options that Spark reads it with.
   *
   * @param lines the first ones
   * @param targets as they were given: names say that there is a header
   * @param given options that are known already
   * @return the others, with the reason for each
   */
  static Map<String, Setting> options(
      List<String> lines, List<String> targets, Map<String, String> given) {
    Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    known.putAll(given);
    List<String> filled = lines.stream().filter(line -> !line.isBlank()).toList();
    Optional<String> givenSeparator =
        SEPARATOR_OPTIONS.stream()
            .map(name -> known.getOrDefault(name, ""))
            .filter(text -> !text.isEmpty())
            .findFirst();
    String separator =
        givenSeparator
            .map(text -> text.equals("\\t") ? "\t" : text)
            .orElseGet(() -> separator(filled));
    Map<String, Setting> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    put(options, header(filled, separator, targets));
    if (givenSeparator.isEmpty() && !separator.equals(COMMA)) {
      String shown = separator.equals("\t") ? "a tab" : separator;
      put(options, option("sep", separator, shown + " is in every line"));
    }
    put(options, option("escape", "\"", "\"\" stands for a quote within a text"));
    String blanks = "blanks around a value mean nothing";
    put(options, option("ignoreLeadingWhiteSpace", true, blanks));
    put(options, option("ignoreTrailingWhiteSpace", true, blanks));
    options.keySet().removeAll(known.keySet());
    return options;
  }

  private static void put(Map<String, Setting> options, Setting setting) {
    options.put(setting.key(), setting);
  }

  private static Setting option(String name, Object value, String reason) {
    return new Setting(name, value, reason);
  }

  /** The one that every line has, and most often; else the comma. */
  private static String separator(List<String> lines) {
    String best = COMMA;
    int most = 0;
    for (String separator : SEPARATORS) {
      int least =
          lines.stream().mapToInt(line -> cells(line, separator).size() - 1).min().orElse(0);
      if (least > most) {
        best = separator;
        most = least;
      }
    }
    return best;
  }

  private static Setting header(List<String> lines, String separator, List<String> targets) {
    if (targets.stream().anyMatch(CsvDialect::isName)) {
      return option(HEADER, true, "the target is given by its name");
    }
    boolean areNames = !lines.isEmpty() && areNames(lines, separator);
    return option(
        HEADER,
        areNames,
        areNames
            ? "the first line has no number, though others have them below"
            : "the target is given by its place, and the first line does not look like names");
  }

  /** Spark itself calls the columns of a file without a header _c0 and so on. */
  private static boolean isName(String target) {
    return !target.matches("-?\\d{1,9}|_c\\d+");
  }

  private static boolean areNames(List<String> lines, String separator) {
    List<String> first = cells(lines.get(0), separator);
    // The first may be empty: programs write the number of a row there, and give it no name.
    if (first.stream().anyMatch(CsvDialect::isNumber)
        || first.stream().skip(1).anyMatch(String::isEmpty)) {
      return false;
    }
    List<List<String>> others =
        lines.subList(1, lines.size()).stream().map(line -> cells(line, separator)).toList();
    for (int column = 0; column < first.size(); column++) {
      if (isOfNumbers(others, column)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfNumbers(List<List<String>> rows, int column) {
    List<String> present =
        rows.stream()
            .filter(row -> column < row.size())
            .map(row -> row.get(column))
            .filter(cell -> !cell.isEmpty())
            .toList();
    return !present.isEmpty() && present.stream().allMatch(CsvDialect::isNumber);
  }

  private static boolean isNumber(String cell) {
    return cell.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
  }

  /** A line's cells without blanks around them, and without quotes. */
  private static List<String> cells(String line, String separator) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < line.length(); i++) {
      char letter = line.charAt(i);
      if (letter == '"') {
        isQuoted = !isQuoted;
      } else if (!isQuoted && line.startsWith(separator, i)) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
        i += separator.length() - 1;
      } else {
        cell.append(letter);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }
}
