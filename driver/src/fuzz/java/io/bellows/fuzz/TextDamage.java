package io.bellows.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What people and programs do to text: lines lost, repeated and exchanged, words of the language in
 * the wrong place, impossible numbers, brackets without end.
 */
public final class TextDamage implements Damage {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
  private static final Pattern WORD = Pattern.compile("[\\w.-]+|\"[^\"\n]*\"");
  private static final int DEEP = 20_000;
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-1",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808",
          "1e308",
          "1e309",
          "-1e309",
          "1e-400",
          "1e2147483647",
          "1e-2147483648",
          "1e99999999999",
          "0.1e",
          "NaN",
          "Infinity",
          "0x10",
          "9".repeat(2_000));

  private final List<String> words;
  private final List<Damage> ways =
      List.of(
          TextDamage::exchangeLines,
          TextDamage::repeatLine,
          TextDamage::removeLine,
          TextDamage::replaceNumber,
          this::insertWord,
          this::replaceWord,
          TextDamage::nestDeeply);

  /**
   * Damage with words of a language.
   *
   * @param words and signs, which are put in wrong places
   */
  public TextDamage(List<String> words) {
    this.words = List.copyOf(words);
  }

  @Override
  public byte[] of(byte[] content, SplittableRandom random) {
    return ways.get(random.nextInt(ways.size())).of(content, random);
  }

  private static byte[] exchangeLines(byte[] content, SplittableRandom random) {
    List<String> lines = lines(content);
    int one = random.nextInt(lines.size());
    int other = random.nextInt(lines.size());
    String moved = lines.set(one, lines.get(other));
    lines.set(other, moved);
    return bytes(lines);
  }

  private static byte[] repeatLine(byte[] content, SplittableRandom random) {
    List<String> lines = lines(content);
    lines.add(random.nextInt(lines.size()), lines.get(random.nextInt(lines.size())));
    return bytes(lines);
  }

  private static byte[] removeLine(byte[] content, SplittableRandom random) {
    List<String> lines = lines(content);
    lines.remove(random.nextInt(lines.size()));
    return bytes(lines);
  }

  private static byte[] replaceNumber(byte[] content, SplittableRandom random) {
    return replaced(content, NUMBER, NUMBERS.get(random.nextInt(NUMBERS.size())), random);
  }

  private byte[] replaceWord(byte[] content, SplittableRandom random) {
    return replaced(content, WORD, words.get(random.nextInt(words.size())), random);
  }

  private byte[] insertWord(byte[] content, SplittableRandom random) {
    String text = text(content);
    int at = random.nextInt(text.length() + 1);
    return bytes(
        text.substring(0, at) + words.get(random.nextInt(words.size())) + text.substring(at));
  }

  /** Closed or not. */
  private static byte[] nestDeeply(byte[] content, SplittableRandom random) {
    String text = text(content);
    int at = random.nextInt(text.length() + 1);
    boolean isList = random.nextBoolean();
    int depth = 1 + random.nextInt(random.nextInt(10) == 0 ? DEEP : 50);
    String open = (isList ? "[" : "{\"a\":").repeat(depth);
    String closed = random.nextBoolean() ? "1" + (isList ? "]" : "}").repeat(depth) : "";
    return bytes(text.substring(0, at) + open + closed + text.substring(at));
  }

  private static byte[] replaced(
      byte[] content, Pattern pattern, String replacement, SplittableRandom random) {
    String text = text(content);
    List<MatchResult> found = pattern.matcher(text).results().toList();
    if (found.isEmpty()) {
      return content;
    }
    MatchResult one = found.get(random.nextInt(found.size()));
    return bytes(text.substring(0, one.start()) + replacement + text.substring(one.end()));
  }

  private static List<String> lines(byte[] content) {
    return new ArrayList<>(List.of(text(content).split("\n", -1)));
  }

  /** One character a byte, so that bytes that are no text stay as they are. */
  private static String text(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(List<String> lines) {
    return bytes(String.join("\n", lines));
  }
}
