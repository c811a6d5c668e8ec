package io.bellows.driver.input;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many rows of each class have which role: of the class's rows in order, the first are for the
 * test, the next for validation, the rest for training. Exactly round(fraction · n) of n rows each.
 *
 * @param byClass by the class's name
 */
record Quotas(Map<String, Quota> byClass) implements Serializable {
  /** One class: its test rows come before its validation rows, these before its training rows. */
  record Quota(long test, long validation, long all) implements Serializable {
    private long first(Role role) {
      return switch (role) {
        case TEST -> 0;
        case VALIDATION -> test;
        case TRAINING -> test + validation;
      };
    }

    private long end(Role role) {
      return switch (role) {
        case TEST -> test;
        case VALIDATION -> test + validation;
        case TRAINING -> all;
      };
    }

    /** How many of the first {@code ranks} rows have a role. */
    long count(Role role, long ranks) {
      return Math.max(0, Math.min(ranks, end(role)) - first(role));
    }

    Role roleOf(long rank) {
      if (rank < test) {
        return Role.TEST;
      }
      return rank < test + validation ? Role.VALIDATION : Role.TRAINING;
    }
  }

  static Quotas of(Map<String, Long> totals, Fractions fractions) {
    Map<String, Quota> byClass = new TreeMap<>();
    totals.forEach(
        (name, rows) -> {
          long test = Math.round(fractions.test() * rows);
          long validation = Math.round(fractions.validation() * (rows - test));
          byClass.put(name, new Quota(test, validation, rows));
        });
    return new Quotas(byClass);
  }

  long count(Role role) {
    return byClass.values().stream().mapToLong(quota -> quota.count(role, quota.all)).sum();
  }

  /** How many rows of a role there are among the given number of first rows of each class. */
  long countBefore(Role role, Map<String, Long> ranks) {
    return ranks.entrySet().stream()
        .mapToLong(entry -> quota(entry.getKey()).count(role, entry.getValue()))
        .sum();
  }

  Role roleOf(String name, long rank) {
    return quota(name).roleOf(rank);
  }

  private Quota quota(String name) {
    return byClass.getOrDefault(name, new Quota(0, 0, 0));
  }
}
