package io.bellows.driver.input;

import static io.bellows.kernels.Checks.require;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column computed by a Spark SQL expression, new or in place of one with the same name.
 *
 * @param expression over the source's columns and those derived before
 */
public record Derivation(String column, String expression) {
  private static final Pattern SYNTAX =
      Pattern.compile("(?is)\\s*(.+)\\s+as\\s+(?:`([^`]+)`|(\\w+))\\s*");

  /**
   * Reads {@code EXPRESSION AS COLUMN}.
   *
   * @throws IllegalArgumentException when it does not end so
   */
  public static Derivation parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    require(matcher.matches(), "data.derive expects \"EXPRESSION AS COLUMN\", got \"%s\"", text);
    String column = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
    return new Derivation(column, matcher.group(1).strip());
  }

  /** True when the expression may read a column: its name occurs as a word. */
  boolean mentions(String name) {
    return Pattern.compile("(?i)(?<!\\w)" + Pattern.quote(name) + "(?!\\w)")
        .matcher(expression)
        .find();
  }
}
