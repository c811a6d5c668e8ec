package io.bellows.jobs.report;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Numbers for people: about five digits that count. */
final class Figures {
  private Figures() {}

  static String shown(double number) {
    double size = Math.abs(number);
    if (number == 0 || !Double.isFinite(number)) {
      return number == 0 ? "0" : Double.toString(number);
    }
    if (size < 1e-4 || size >= 1e7) {
      return String.format(Locale.ROOT, "%.3e", number);
    }
    int decimals = size >= 10_000 ? 0 : size >= 1000 ? 1 : size >= 100 ? 2 : size >= 10 ? 3 : 5;
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }

  static String counted(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String listed(Map<String, Double> figures) {
    return figures.entrySet().stream()
        .map(entry -> entry.getKey() + " " + shown(entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
