package io.bellows.jobs.config;

import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.Split;
import io.bellows.kernels.Task;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.metric.Metrics;
import io.bellows.kernels.training.EarlyStopping;
import io.bellows.kernels.training.EpochRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The block {@code training.early-stopping}. */
final class EarlyStoppingSection {
  private static final String EARLY_STOPPING = "training.early-stopping.";

  private final ConfigReader reader;
  private final DataConfig data;
  private final Optional<Task> task;
  private final boolean evaluateTraining;

  /**
   * The block, beside what decides which figures there are.
   *
   * @param evaluateTraining whether the training rows are evaluated, too
   */
  EarlyStoppingSection(
      ConfigReader reader, DataConfig data, Optional<Task> task, boolean evaluateTraining) {
    this.reader = reader;
    this.data = data;
    this.task = task;
    this.evaluateTraining = evaluateTraining;
  }

  Optional<EarlyStopping> earlyStopping() {
    boolean enabled = reader.yesOrNo(EARLY_STOPPING + "enabled");
    String monitor = reader.text(EARLY_STOPPING + "monitor", "the name of a figure");
    Optional<Metric.Direction> mode =
        reader.choice(
            EARLY_STOPPING + "mode",
            Choices.of("auto", Optional.<Metric.Direction>empty())
                .and("min", Optional.of(Metric.Direction.MINIMIZE))
                .and("max", Optional.of(Metric.Direction.MAXIMIZE)));
    double minDelta =
        reader.number(EARLY_STOPPING + "min-delta", "a number, at least 0", n -> n >= 0);
    int patience = reader.whole(EARLY_STOPPING + "patience", 0);
    Optional<Double> baseline =
        reader.optionalNumber(EARLY_STOPPING + "baseline", "a number", n -> true);
    Optional<Double> target =
        reader.optionalNumber(EARLY_STOPPING + "target", "a number", n -> true);
    int startFromEpoch = reader.whole(EARLY_STOPPING + "start-from-epoch", 0);
    int minEpochs = reader.whole(EARLY_STOPPING + "min-epochs", 0);
    boolean restoreBest = reader.yesOrNo(EARLY_STOPPING + "restore-best");
    if (!enabled) {
      return Optional.empty();
    }
    Metric metric = monitored(monitor);
    return Optional.of(
        new EarlyStopping(
            monitor,
            mode.orElse(metric == null ? Metric.Direction.MINIMIZE : metric.direction()),
            minDelta,
            patience,
            baseline.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
            target.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
            startFromEpoch,
            minEpochs,
            restoreBest));
  }

  /** The metric that a monitor's name speaks of, or null after a problem. */
  private @Nullable Metric monitored(String monitor) {
    if (monitor.equals(EpochRecord.LOSS)) {
      return Metric.LOSS;
    }
    boolean ofValidation = monitor.startsWith(EpochRecord.VALIDATION);
    boolean ofTraining = monitor.startsWith(EpochRecord.TRAINING);
    Optional<Metric> metric = Metrics.find(EpochRecord.metricOf(monitor));
    if (!(ofValidation || ofTraining) || metric.isEmpty()) {
      reader.problem(
          EARLY_STOPPING + "monitor",
          "unknown figure \"%s\"; %s",
          monitor,
          meant(monitor)
              .map(near -> "did you mean " + near + "?")
              .orElse(
                  "expected loss, validation-METRIC or training-METRIC with one of "
                      + MetricsSection.known()));
      return null;
    }
    if (ofValidation && data.validation() instanceof Split.None) {
      reader.problem(
          "training.early-stopping",
          "data.validation = none leaves nothing to monitor; set data.validation to a fraction such"
              + " as 0.1, or training.early-stopping.enabled = false");
    }
    if (ofTraining && !evaluateTraining) {
      reader.problem(
          EARLY_STOPPING + "monitor", "%s needs training.evaluate-training = true", monitor);
    }
    MetricsSection.requireFit(reader, EARLY_STOPPING + "monitor", monitor, metric.get(), task);
    return metric.get();
  }

  private static Optional<String> meant(String monitor) {
    String word = monitor.replace('_', '-').toLowerCase(Locale.ROOT);
    for (String prefix : List.of("val-", "valid-", "validation-", "train-", "training-", "")) {
      if (word.startsWith(prefix)) {
        String rest = word.substring(prefix.length());
        String ours = prefix.startsWith("train") ? EpochRecord.TRAINING : EpochRecord.VALIDATION;
        return MetricsSection.meant(rest).map(metric -> ours + metric);
      }
    }
    return Optional.empty();
  }
}
