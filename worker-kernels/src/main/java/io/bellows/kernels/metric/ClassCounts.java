package io.bellows.kernels.metric;

import io.bellows.kernels.Task;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Σ w of the rows that have each class, of those predicted to have it, and of those for which both
 * hold; from it precision, recall and F₁ = 2·hits / (actual + predicted) of each class, their means
 * over classes (macro), and F₁ of the sums over classes (micro).
 *
 * <p>A quotient without rows is 0. Classes that are neither there nor predicted take no part in
 * means. Source: Manning, Raghavan, Schütze, "Introduction to Information Retrieval", 8.3 and 13.6.
 */
final class ClassCounts implements Serializable {
  static final Metric PRECISION = figure("precision");
  static final Metric RECALL = figure("recall");
  static final Metric F1 = figure("f1");
  static final Metric MACRO_PRECISION = figure("macro-precision");
  static final Metric MACRO_RECALL = figure("macro-recall");
  static final Metric MACRO_F1 = figure("macro-f1");
  static final Metric MICRO_F1 = figure("micro-f1");

  private static final long serialVersionUID = 1L;

  private final List<String> labels;
  private final double[] actual;
  private final double[] predicted;
  private final double[] hits;

  /** Counts of no rows, of the classes with these labels. */
  ClassCounts(List<String> labels) {
    this.labels = labels;
    actual = new double[labels.size()];
    predicted = new double[labels.size()];
    hits = new double[labels.size()];
  }

  private static Metric figure(String name) {
    return Metric.maximized(name, Task.CLASSIFICATION, Task.MULTI_LABEL);
  }

  ClassCounts empty() {
    return new ClassCounts(labels);
  }

  void addActual(int label, double weight) {
    actual[label] += weight;
  }

  void addPredicted(int label, double weight, boolean isActual) {
    predicted[label] += weight;
    hits[label] += isActual ? weight : 0;
  }

  void merge(ClassCounts more) {
    for (int label = 0; label < hits.length; label++) {
      actual[label] += more.actual[label];
      predicted[label] += more.predicted[label];
      hits[label] += more.hits[label];
    }
  }

  private double precision(int label) {
    return quotient(hits[label], predicted[label]);
  }

  private double recall(int label) {
    return quotient(hits[label], actual[label]);
  }

  private double f1(int label) {
    return quotient(2 * hits[label], actual[label] + predicted[label]);
  }

  private static double quotient(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  /** The means and the sum over classes. */
  Map<Metric, Double> overall() {
    double precisions = 0;
    double recalls = 0;
    double f1s = 0;
    double allHits = 0;
    double all = 0;
    int present = 0;
    for (int label = 0; label < hits.length; label++) {
      present += actual[label] + predicted[label] > 0 ? 1 : 0;
      precisions += precision(label);
      recalls += recall(label);
      f1s += f1(label);
      allHits += hits[label];
      all += actual[label] + predicted[label];
    }
    Map<Metric, Double> values = new LinkedHashMap<>();
    values.put(MACRO_PRECISION, precisions / present);
    values.put(MACRO_RECALL, recalls / present);
    values.put(MACRO_F1, f1s / present);
    values.put(MICRO_F1, quotient(2 * allHits, all));
    return values;
  }

  /** The figures of one class, named as they are. */
  Map<Metric, Double> of(int label) {
    Map<Metric, Double> values = new LinkedHashMap<>();
    values.put(PRECISION, precision(label));
    values.put(RECALL, recall(label));
    values.put(F1, f1(label));
    return values;
  }

  /** The figures of each class, named by their labels. */
  Map<Metric, Double> byLabel() {
    Map<Metric, Double> values = new LinkedHashMap<>();
    for (int label = 0; label < hits.length; label++) {
      String name = labels.get(label);
      of(label).forEach((metric, value) -> values.put(metric.of(name), value));
    }
    return values;
  }
}
