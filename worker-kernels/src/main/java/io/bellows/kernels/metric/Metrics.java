package io.bellows.kernels.metric;

import io.bellows.kernels.Registry;
import io.bellows.kernels.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics by name, and what computes them. */
public final class Metrics {
  /** Those whose names say all. */
  public static final Registry<Metric> REGISTRY =
      new Registry<>(
          "metric",
          List.of(
              Metric.LOSS,
              ClassificationSum.ACCURACY,
              ClassificationSum.LOG_LOSS,
              ClassificationSum.ERROR,
              MultiLabelSum.EXACT_MATCH,
              ClassCounts.PRECISION,
              ClassCounts.RECALL,
              ClassCounts.F1,
              ClassCounts.MACRO_PRECISION,
              ClassCounts.MACRO_RECALL,
              ClassCounts.MACRO_F1,
              ClassCounts.MICRO_F1,
              RankingSum.AUC_ROC,
              RankingSum.AUC_PR,
              CalibrationSum.ECE,
              RegressionSum.RMSE,
              RegressionSum.MAE,
              RegressionSum.R2,
              RegressionSum.MSE,
              RegressionSum.MAPE),
          Metric::name);

  private static final Pattern TOP = Pattern.compile("top-([1-9]\\d{0,4})");

  /** Figures that a class, a label or one of several targets has of its own. */
  private static final List<Metric> OF_PARTS =
      List.of(
          ClassCounts.PRECISION,
          ClassCounts.RECALL,
          ClassCounts.F1,
          RegressionSum.RMSE,
          RegressionSum.MAE,
          RegressionSum.R2,
          RegressionSum.MSE,
          RegressionSum.MAPE);

  private static final Set<Metric> USUAL =
      Set.of(
          ClassificationSum.ACCURACY,
          ClassificationSum.LOG_LOSS,
          ClassificationSum.ERROR,
          RegressionSum.RMSE,
          RegressionSum.MAE,
          RegressionSum.R2,
          RegressionSum.MSE);

  /** Histograms of more classes would take more memory than they tell. */
  private static final int MOST_CURVES = 100;

  private static final int USUAL_TOP = 5;

  private Metrics() {}

  /**
   * The metric with a name: one of the registry, {@code top-K}, or one of a class, label or target,
   * such as {@code f1-LABEL}.
   */
  public static Optional<Metric> find(String name) {
    if (REGISTRY.names().contains(name)) {
      return Optional.of(REGISTRY.named(name));
    }
    Matcher top = TOP.matcher(name);
    if (top.matches()) {
      return Optional.of(TopSum.metric(Integer.parseInt(top.group(1))));
    }
    return OF_PARTS.stream()
        .filter(metric -> name.startsWith(metric.name() + "-"))
        .map(metric -> metric.of(name.substring(metric.name().length() + 1)))
        .findFirst();
  }

  /** The names of the figures that every run of a task shows. */
  public static Set<String> usual(Task task) {
    return REGISTRY.names().stream()
        .map(REGISTRY::named)
        .filter(metric -> USUAL.contains(metric) && metric.tasks().contains(task))
        .map(Metric::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * The names of all figures that are worth a look at a finished model, but for those of single
   * classes, labels and targets.
   *
   * @param parts how many classes, labels or targets there are
   */
  public static Set<String> all(Task task, int parts) {
    Set<String> names =
        REGISTRY.names().stream()
            .filter(name -> REGISTRY.named(name).tasks().contains(task))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (parts > MOST_CURVES) {
      names.remove(RankingSum.AUC_ROC.name());
      names.remove(RankingSum.AUC_PR.name());
    }
    if (task == Task.CLASSIFICATION && parts > USUAL_TOP) {
      names.add(TopSum.metric(USUAL_TOP).name());
    }
    return names;
  }

  /** Sums for the named figures of classes. */
  public static MetricSum ofClasses(List<String> labels, Set<String> names) {
    List<MetricSum> families = new ArrayList<>();
    families.add(new ClassificationSum(labels.size()));
    families.add(new PrecisionRecallSum(labels));
    families.add(new RankingSum(Task.CLASSIFICATION, labels.size()));
    families.add(new CalibrationSum());
    for (String name : names) {
      Matcher top = TOP.matcher(name);
      if (top.matches()) {
        families.add(new TopSum(Integer.parseInt(top.group(1))));
      }
    }
    return ChosenMetrics.of(families, names);
  }

  /** Sums for the named figures of labels. */
  public static MetricSum ofLabels(List<String> labels, Set<String> names) {
    return ChosenMetrics.of(
        List.of(new MultiLabelSum(labels), new RankingSum(Task.MULTI_LABEL, labels.size())), names);
  }

  /** Sums for the named figures of real targets. */
  public static MetricSum ofNumbers(List<RegressionSum.Target> targets, Set<String> names) {
    return ChosenMetrics.of(List.of(new RegressionSum(targets)), names);
  }
}
