package io.bellows.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A confusion matrix on a screen: whole where it fits, else the most frequent confusions. */
final class ConfusionText {
  private static final int MOST_CLASSES = 30;
  private static final int MOST_COLUMNS = 120;
  private static final int LONGEST_LABEL = 12;
  private static final int MOST_CONFUSIONS = 10;

  private ConfusionText() {}

  static String of(JsonNode confusion) {
    List<String> labels = new ArrayList<>();
    confusion.path("labels").forEach(label -> labels.add(shortened(label.asText())));
    JsonNode weights = confusion.path("weights");
    int width = 1;
    for (String label : labels) {
      width = Math.max(width, label.length());
    }
    int cell = width;
    for (JsonNode row : weights) {
      for (JsonNode weight : row) {
        cell = Math.max(cell, shown(weight.asDouble()).length());
      }
    }
    boolean fits =
        labels.size() <= MOST_CLASSES && width + labels.size() * (cell + 1) <= MOST_COLUMNS;
    return fits ? matrix(labels, weights, width, cell) : worst(labels, weights);
  }

  private static String matrix(List<String> labels, JsonNode weights, int width, int cell) {
    StringBuilder text =
        new StringBuilder(String.format("Rows: true class; columns: predicted class.%n"));
    text.append(" ".repeat(width));
    labels.forEach(label -> text.append(right(label, cell + 1)));
    text.append(System.lineSeparator());
    for (int row = 0; row < labels.size(); row++) {
      text.append(right(labels.get(row), width));
      for (JsonNode weight : weights.path(row)) {
        text.append(right(shown(weight.asDouble()), cell + 1));
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  private record Confusion(String label, String predicted, double weight) {}

  private static String worst(List<String> labels, JsonNode weights) {
    List<Confusion> confusions = new ArrayList<>();
    for (int row = 0; row < labels.size(); row++) {
      for (int column = 0; column < labels.size(); column++) {
        double weight = weights.path(row).path(column).asDouble();
        if (row != column && weight > 0) {
          confusions.add(new Confusion(labels.get(row), labels.get(column), weight));
        }
      }
    }
    confusions.sort(Comparator.comparingDouble(Confusion::weight).reversed());
    StringBuilder text = new StringBuilder(String.format("Most frequent confusions:%n"));
    for (Confusion each : confusions.subList(0, Math.min(MOST_CONFUSIONS, confusions.size()))) {
      text.append(
          String.format("  %s taken for %s: %s%n", each.label, each.predicted, shown(each.weight)));
    }
    return confusions.isEmpty() ? "" : text.toString();
  }

  private static String shown(double weight) {
    if (weight == 0) {
      return ".";
    }
    return weight == Math.rint(weight)
        ? String.format(Locale.ROOT, "%.0f", weight)
        : String.format(Locale.ROOT, "%.1f", weight);
  }

  private static String shortened(String label) {
    return label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL - 1) + "…";
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
