package io.bellows.kernels;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;

/**
 * A number that a spec chosen by name is made with.
 *
 * @param expected what it must be, in words
 * @param usual what it is where none is set; empty where {@code conf/reference.conf} says it for
 *     all
 */
public record Setting(String name, String expected, DoublePredicate allowed, OptionalDouble usual) {
  /** Something with settings that can be chosen by name. */
  public interface Owner {
    String name();

    List<Setting> settings();

    /** Whether it has a setting of that name. */
    default boolean has(String setting) {
      return settings().stream().anyMatch(own -> own.name().equals(setting));
    }
  }

  private static Setting of(String name, String expected, DoublePredicate allowed) {
    return new Setting(name, expected, allowed, OptionalDouble.empty());
  }

  /** A whole number, at least {@code least}. */
  public static Setting count(String name, long least) {
    return of(name, "a whole number, at least " + least, n -> n >= least && n == Math.rint(n));
  }

  /** A number from 0 to below 1: how much of something stays. */
  public static Setting decay(String name) {
    return of(name, "a number, at least 0 and below 1", n -> n >= 0 && n < 1);
  }

  /** A number strictly between 0 and 1. */
  public static Setting inner(String name) {
    return of(name, "a number above 0 and below 1", n -> n > 0 && n < 1);
  }

  /** A number above 0, at most 1. */
  public static Setting positiveFraction(String name) {
    return of(name, "a number above 0 and at most 1", n -> n > 0 && n <= 1);
  }

  /** A number from 0 to 1. */
  public static Setting fraction(String name) {
    return of(name, "a number, at least 0 and at most 1", n -> n >= 0 && n <= 1);
  }

  /** A number, at least {@code least}. */
  public static Setting atLeast(String name, double least) {
    return of(name, "a number, at least " + least, n -> n >= least);
  }

  /** A number above 0. */
  public static Setting positive(String name) {
    return of(name, "a number above 0", n -> n > 0);
  }

  /** The same with what it is where none is set. */
  public Setting usually(double number) {
    return new Setting(name, expected, allowed, OptionalDouble.of(number));
  }
}
