package io.bellows.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads values by key, and remembers which keys were read and what was wrong. Of a value that is
 * wrong the default is returned, so that reading goes on and finds the next problem.
 */
final class ConfigReader {
  private final Config user;
  private final Config reference;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> keysRead = new TreeSet<>();

  /**
   * A reader.
   *
   * @param user what the user set, without unknown keys
   * @param reference the defaults
   */
  ConfigReader(Config user, Config reference) {
    this.user = user;
    this.reference = reference;
  }

  /** The keys that were asked for. */
  Set<String> keysRead() {
    return keysRead;
  }

  /** What was wrong, in the order of reading. */
  List<String> problems() {
    return List.copyOf(new LinkedHashSet<>(problems));
  }

  /** Notes what is wrong with a key, in a sentence without subject. */
  @SuppressWarnings("AnnotateFormatMethod")
  void problem(String key, String sentence, Object... arguments) {
    problems.add(key + ": " + String.format(sentence, arguments));
  }

  /** Whether the user has set a key, to whatever value. */
  boolean isSet(String key) {
    return user.hasPathOrNull(key);
  }

  /** Whether a key's value is a list. */
  boolean isList(String key) {
    return value(key) instanceof ConfigList;
  }

  /** A value as it stands, or null where none was set and there is no default. */
  @Nullable ConfigValue value(String key) {
    keysRead.add(key);
    if (user.hasPathOrNull(key)) {
      return user.hasPath(key) ? user.getValue(key) : null;
    }
    return defaultOf(key);
  }

  private @Nullable ConfigValue defaultOf(String key) {
    return reference.hasPath(key) ? reference.getValue(key) : null;
  }

  /** How a value is read; null when it cannot be. */
  private interface Reading<T> {
    @Nullable T of(ConfigValue value);
  }

  /** A value that is set or has a default; {@code fallback} stands in when neither is so. */
  private <T> T required(String key, String expected, Reading<T> reading, T fallback) {
    ConfigValue value = value(key);
    if (value == null) {
      problem(key, "must be set; expected %s", expected);
      return fallback;
    }
    T read = reading.of(value);
    if (read != null) {
      return read;
    }
    problem(key, "must be %s; was %s", expected, shown(value));
    ConfigValue standard = defaultOf(key);
    T standardRead = standard == null ? null : reading.of(standard);
    return standardRead == null ? fallback : standardRead;
  }

  private <T> Optional<T> optional(String key, String expected, Reading<T> reading) {
    ConfigValue value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    T read = reading.of(value);
    if (read == null) {
      problem(key, "must be %s; was %s", expected, shown(value));
    }
    return Optional.ofNullable(read);
  }

  /** A text; a blank one counts as not set. */
  String text(String key, String expected) {
    if (isBlank(key)) {
      problem(key, "must be set; expected %s", expected);
      return Optional.ofNullable(defaultOf(key)).map(ConfigReader::textOf).orElse("");
    }
    return required(key, expected, ConfigReader::textOf, "");
  }

  /** A text or nothing; a blank one counts as not set. */
  Optional<String> optionalText(String key, String expected) {
    return isBlank(key) ? Optional.empty() : optional(key, expected, ConfigReader::textOf);
  }

  private boolean isBlank(String key) {
    ConfigValue value = value(key);
    String text = value == null ? null : textOf(value);
    return text != null && text.isBlank();
  }

  boolean yesOrNo(String key) {
    return required(
        key,
        "true or false",
        value ->
            switch (String.valueOf(value.unwrapped())) {
              case "true", "yes", "on" -> true;
              case "false", "no", "off" -> false;
              default -> null;
            },
        false);
  }

  int whole(String key, int least) {
    return required(
        key, "a whole number, at least " + least, value -> wholeOf(value, least), least);
  }

  Optional<Integer> optionalWhole(String key, int least) {
    return optional(key, "a whole number, at least " + least, value -> wholeOf(value, least));
  }

  long longNumber(String key) {
    return required(key, "a whole number", value -> longOf(value, n -> true), 0L);
  }

  Optional<Long> optionalLong(String key, long least) {
    return optional(
        key, "a whole number, at least " + least, value -> longOf(value, n -> n >= least));
  }

  double number(String key, String expected, DoublePredicate allowed) {
    return required(key, expected, value -> numberOf(value, allowed), 0.0);
  }

  Optional<Double> optionalNumber(String key, String expected, DoublePredicate allowed) {
    return optional(key, expected, value -> numberOf(value, allowed));
  }

  /** One of some words, given with what each stands for. */
  <T> T choice(String key, Choices<T> words) {
    Map<String, T> choices = words.map();
    ConfigValue value = value(key);
    String word = value == null ? null : textOf(value);
    T chosen = word == null ? null : choices.get(word);
    if (chosen != null) {
      return chosen;
    }
    String near =
        word == null
            ? ""
            : KnownKeys.meantWord(word, choices.keySet())
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    problem(
        key,
        "must be %s; was %s%s",
        orList(List.copyOf(choices.keySet())),
        value == null ? "null" : shown(value),
        near);
    ConfigValue standard = defaultOf(key);
    T standardChosen = standard == null ? null : choices.get(textOf(standard));
    return standardChosen != null ? standardChosen : choices.values().iterator().next();
  }

  List<String> texts(String key) {
    return required(key, "a list of texts such as [a, b]", ConfigReader::textsOf, List.of());
  }

  /** Texts in a list, at least one; a text alone is a list of one. */
  List<String> textOrTexts(String key, String expected) {
    if (isBlank(key)) {
      problem(key, "must be set; expected %s", expected);
      return List.of("");
    }
    return required(
        key,
        expected,
        value -> {
          String one = textOf(value);
          List<String> list = one != null ? List.of(one) : textsOf(value);
          return list == null || list.isEmpty() ? null : list;
        },
        List.of(""));
  }

  List<Integer> wholes(String key, String expected, int least) {
    return required(key, expected, value -> listOf(value, item -> wholeOf(item, least)), List.of());
  }

  /** Numbers in a list; a number alone is a list of one. */
  List<Double> numberOrNumbers(String key, String expected, DoublePredicate allowed) {
    return required(
        key,
        expected,
        value -> {
          Double one = numberOf(value, allowed);
          return one != null ? List.of(one) : listOf(value, item -> numberOf(item, allowed));
        },
        List.of());
  }

  /** Names of the user's own choice and their values; a.b and a { b } are the same name. */
  Map<String, String> freeBlock(String key) {
    ConfigValue value = value(key);
    return value instanceof ConfigObject block ? flat(block) : Map.of();
  }

  /** A whole number from 1 that a word follows; empty for whatever else there is. */
  Optional<Long> optionalCount(String key, String word) {
    ConfigValue value = value(key);
    String text = value == null ? null : textOf(value);
    Matcher count = Pattern.compile("([1-9]\\d{0,17}) *" + word).matcher(text == null ? "" : text);
    return count.matches() ? Optional.of(Long.parseLong(count.group(1))) : Optional.empty();
  }

  Optional<Duration> optionalDuration(String key) {
    return optionalDuration(key, "a time above 0 with a unit, such as 90s, 30m or 8h");
  }

  Optional<Duration> optionalDuration(String key, String expected) {
    return optional(
        key,
        expected,
        value -> {
          if (value.valueType() != ConfigValueType.STRING) {
            return null;
          }
          try {
            Duration time = value.atKey("time").getDuration("time");
            return time.isZero() || time.isNegative() || isNumber(textOf(value)) ? null : time;
          } catch (com.typesafe.config.ConfigException e) {
            return null;
          }
        });
  }

  static Map<String, String> flat(ConfigObject block) {
    Map<String, String> values = new LinkedHashMap<>();
    flatValues(block).forEach((name, value) -> values.put(name, String.valueOf(value.unwrapped())));
    return values;
  }

  /** Values by the user's own names; a.b and a { b } are the same name. */
  static Map<String, ConfigValue> flatValues(ConfigObject block) {
    Map<String, ConfigValue> values = new LinkedHashMap<>();
    block
        .toConfig()
        .entrySet()
        .forEach(
            entry ->
                values.put(
                    String.join(".", ConfigUtil.splitPath(entry.getKey())), entry.getValue()));
    return values;
  }

  static @Nullable String textOf(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, BOOLEAN -> String.valueOf(value.unwrapped());
      case NUMBER -> value.atKey("number").getString("number");
      default -> null;
    };
  }

  static @Nullable List<String> textsOf(ConfigValue value) {
    return listOf(value, ConfigReader::textOf);
  }

  static @Nullable Double numberOf(ConfigValue value, DoublePredicate allowed) {
    String text = textOf(value);
    if (text == null || !isNumber(text)) {
      return null;
    }
    double number = Double.parseDouble(text);
    return Double.isFinite(number) && allowed.test(number) ? number : null;
  }

  static @Nullable Long longOf(ConfigValue value, LongPredicate allowed) {
    String text = textOf(value);
    if (text == null || !isNumber(text)) {
      return null;
    }
    try {
      long number = new BigDecimal(text).longValueExact();
      return allowed.test(number) ? number : null;
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private static @Nullable Integer wholeOf(ConfigValue value, int least) {
    Long number = longOf(value, n -> n >= least && n <= Integer.MAX_VALUE);
    return number == null ? null : number.intValue();
  }

  private static boolean isNumber(@Nullable String text) {
    try {
      return text != null && new BigDecimal(text).scale() < Integer.MAX_VALUE;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static <T> @Nullable List<T> listOf(ConfigValue value, Reading<T> reading) {
    if (!(value instanceof ConfigList list)) {
      return null;
    }
    List<T> items = new ArrayList<>();
    for (ConfigValue item : list) {
      T read = reading.of(item);
      if (read == null) {
        return null;
      }
      items.add(read);
    }
    return items;
  }

  /** A value as the user would write it. */
  static String shown(ConfigValue value) {
    return value.render(ConfigRenderOptions.concise());
  }

  static String orList(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }
}
