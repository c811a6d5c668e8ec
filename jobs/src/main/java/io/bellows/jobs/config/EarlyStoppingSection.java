package io.bellows.jobs.config;

import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.Split;
import io.bellows.driver.preparation.PreparationConfig.Task;
import io.bellows.kernels.metric.ClassificationSum;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.metric.Metrics;
import io.bellows.kernels.training.EarlyStopping;
import io.bellows.kernels.training.EpochRecord;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The block {@code training.early-stopping}. */
final class EarlyStoppingSection {
  private static final String EARLY_STOPPING = "training.early-stopping.";

  private final ConfigReader reader;
  private final DataConfig data;
  private final Task task;
  private final boolean evaluateTraining;

  /**
   * The block, beside what decides which figures there are.
   *
   * @param evaluateTraining whether the training rows are evaluated, too
   */
  EarlyStoppingSection(ConfigReader reader, DataConfig data, Task task, boolean evaluateTraining) {
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
    String name = monitor.substring(monitor.indexOf('-') + 1);
    Set<String> metrics = Metrics.REGISTRY.names();
    if (!(ofValidation || ofTraining) || !metrics.contains(name)) {
      reader.problem(
          EARLY_STOPPING + "monitor",
          "unknown figure \"%s\"; %sxpected loss, validation-METRIC or training-METRIC with one of %s",
          monitor,
          meant(monitor).map(near -> "did you mean " + near + "? E").orElse("e"),
          String.join(", ", metrics));
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
    checkTask(monitor, Metrics.REGISTRY.named(name));
    return Metrics.REGISTRY.named(name);
  }

  private static final Set<Metric> CLASSIFICATION =
      Set.of(ClassificationSum.ACCURACY, ClassificationSum.LOG_LOSS, ClassificationSum.ERROR);

  private void checkTask(String monitor, Metric metric) {
    if (task == Task.AUTO || metric.equals(Metric.LOSS)) {
      return;
    }
    boolean ofClasses = CLASSIFICATION.contains(metric);
    if (ofClasses != (task == Task.CLASSIFICATION)) {
      reader.problem(
          EARLY_STOPPING + "monitor",
          "%s is a figure of %s, but features.target.task = %s",
          monitor,
          ofClasses ? "classification" : "regression",
          task.name().toLowerCase(Locale.ROOT));
    }
  }

  /** Figures by the words of Keras, PyTorch and XGBoost. */
  private static final Map<String, String> FOREIGN_METRICS =
      Map.of(
          "acc", "accuracy",
          "logloss", "log-loss",
          "mlogloss", "log-loss",
          "crossentropy", "loss",
          "mean-squared-error", "mse",
          "mean-absolute-error", "mae",
          "root-mean-squared-error", "rmse",
          "r2-score", "r2",
          "merror", "error");

  private static Optional<String> meant(String monitor) {
    String word = monitor.replace('_', '-').toLowerCase(Locale.ROOT);
    for (String prefix : List.of("val-", "valid-", "validation-", "train-", "training-", "")) {
      if (word.startsWith(prefix)) {
        String rest = word.substring(prefix.length());
        String ours = prefix.startsWith("train") ? EpochRecord.TRAINING : EpochRecord.VALIDATION;
        String name = FOREIGN_METRICS.getOrDefault(rest, rest);
        return KnownKeys.nearest(name, Metrics.REGISTRY.names()).map(metric -> ours + metric);
      }
    }
    return Optional.empty();
  }
}
