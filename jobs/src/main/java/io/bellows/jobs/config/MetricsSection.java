package io.bellows.jobs.config;

import io.bellows.kernels.Task;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.metric.Metrics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The key {@code training.metrics}, and what is said of metrics wherever they are named. */
final class MetricsSection {
  private static final String METRICS = "training.metrics";

  /** Figures by the words of Keras, PyTorch, scikit-learn and XGBoost. */
  private static final Map<String, String> FOREIGN =
      Map.ofEntries(
          Map.entry("acc", "accuracy"),
          Map.entry("logloss", "log-loss"),
          Map.entry("mlogloss", "log-loss"),
          Map.entry("crossentropy", "loss"),
          Map.entry("mean-squared-error", "mse"),
          Map.entry("mean-absolute-error", "mae"),
          Map.entry("root-mean-squared-error", "rmse"),
          Map.entry("mean-absolute-percentage-error", "mape"),
          Map.entry("r2-score", "r2"),
          Map.entry("merror", "error"),
          Map.entry("auc", "auc-roc"),
          Map.entry("roc-auc", "auc-roc"),
          Map.entry("aucpr", "auc-pr"),
          Map.entry("pr-auc", "auc-pr"),
          Map.entry("average-precision", "auc-pr"),
          Map.entry("f1-score", "f1"),
          Map.entry("f1-macro", "macro-f1"),
          Map.entry("f1-micro", "micro-f1"));

  private MetricsSection() {}

  /**
   * Reads the key.
   *
   * @param task what the target is, or empty where the data decide
   */
  static Set<String> read(ConfigReader reader, Optional<Task> task) {
    List<String> names = reader.texts(METRICS);
    for (String name : names) {
      Optional<Metric> metric = Metrics.find(name);
      if (metric.isPresent()) {
        requireFit(reader, METRICS, name, metric.get(), task);
      } else {
        reader.problem(
            METRICS,
            "unknown metric \"%s\"; %s",
            name,
            meant(name.replace('_', '-').toLowerCase(Locale.ROOT))
                .map(near -> "did you mean " + near + "?")
                .orElse("expected one of " + known()));
      }
    }
    return new LinkedHashSet<>(names);
  }

  /** The names there are, as an error shows them. */
  static String known() {
    return String.join(", ", Metrics.REGISTRY.names())
        + ", top-K; or f1-LABEL, rmse-TARGET and such";
  }

  /** The metric that a name without a prefix, of small letters and dashes, may stand for. */
  static Optional<String> meant(String name) {
    return KnownKeys.nearest(FOREIGN.getOrDefault(name, name), Metrics.REGISTRY.names());
  }

  /** Notes a problem when a figure is not one of the task. */
  static void requireFit(
      ConfigReader reader, String key, String figure, Metric metric, Optional<Task> task) {
    if (task.isPresent() && !metric.tasks().contains(task.get())) {
      reader.problem(
          key,
          "%s is a figure of %s, but features.target.task = %s",
          figure,
          metric.tasks().stream().sorted().map(Task::word).collect(Collectors.joining(" and ")),
          task.get().word());
    }
  }
}
