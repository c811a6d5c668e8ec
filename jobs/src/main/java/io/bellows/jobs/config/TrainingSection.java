package io.bellows.jobs.config;

import com.typesafe.config.ConfigValue;
import io.bellows.driver.engine.EngineChoice;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.Split;
import io.bellows.driver.preparation.PreparationConfig.Task;
import io.bellows.driver.training.ExecutionConfig;
import io.bellows.driver.training.NetworkConfig;
import io.bellows.kernels.activation.Activation;
import io.bellows.kernels.activation.Activations;
import io.bellows.kernels.constraint.MaxNorm;
import io.bellows.kernels.data.BatchSize;
import io.bellows.kernels.data.LastBatch;
import io.bellows.kernels.initializer.Initializer;
import io.bellows.kernels.initializer.Initializers;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.metric.ClassificationSum;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.metric.Metrics;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.optimizer.Optimizers;
import io.bellows.kernels.schedule.ConstantRate;
import io.bellows.kernels.schedule.ExponentialDecay;
import io.bellows.kernels.schedule.LearningRateSchedule;
import io.bellows.kernels.training.EarlyStopping;
import io.bellows.kernels.training.EpochRecord;
import io.bellows.kernels.training.TrainingConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The blocks {@code network} and {@code training}. */
final class TrainingSection {
  private static final double HIGHEST_WISE_INPUT_RATE = 0.5;
  private static final String EARLY_STOPPING = "training.early-stopping.";
  private static final String OPTIMIZER = "training.optimizer.";
  private static final String FINAL_FRACTION = OPTIMIZER + "schedule.final-fraction";

  private final ConfigReader reader;
  private final List<String> warnings = new ArrayList<>();

  TrainingSection(ConfigReader reader) {
    this.reader = reader;
  }

  /** What is allowed and rarely meant. */
  List<String> warnings() {
    return warnings;
  }

  NetworkConfig network() {
    List<Integer> hidden =
        reader.wholes(
            "network.hidden",
            "a list with the units of each hidden layer, such as [256, 256] or []",
            1);
    Choices<Activation> activations = Choices.none();
    Activations.REGISTRY
        .names()
        .forEach(name -> activations.and(name, Activations.REGISTRY.named(name)));
    Activation activation = reader.choice("network.activation", activations);
    return new NetworkConfig(hidden, activation, dropout(hidden.size()));
  }

  private Dropout dropout(int layers) {
    double input =
        reader.number("network.dropout.input", "at least 0 and below 1", TrainingSection::isRate);
    if (input > HIGHEST_WISE_INPUT_RATE) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "network.dropout.input = %s leaves out most of the input; 0.2 is usual",
              input));
    }
    List<Double> rates =
        reader.numberOrNumbers(
            "network.dropout.hidden",
            "at least 0 and below 1, or a list of such rates",
            TrainingSection::isRate);
    boolean isList = reader.isList("network.dropout.hidden");
    if (isList && rates.size() != layers) {
      reader.problem(
          "network.dropout.hidden",
          "%s for %s in network.hidden; expected one number, or one for each hidden layer",
          counted(rates.size(), "rate"),
          counted(layers, "layer"));
    }
    return new Dropout(
        input,
        isList && rates.size() == layers
            ? rates
            : Collections.nCopies(layers, rates.isEmpty() ? 0.0 : rates.get(0)),
        reader.choice(
            "network.dropout.scaling",
            Choices.of("inverted", Dropout.Scaling.INVERTED)
                .and("classic", Dropout.Scaling.CLASSIC)));
  }

  private static boolean isRate(double rate) {
    return rate >= 0 && rate < 1;
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  ExecutionConfig execution() {
    return new ExecutionConfig(
        reader.choice("training.engine", words(EngineChoice.settings())),
        reader.choice("training.kernels", words(Kernels.settings())));
  }

  private static Choices<String> words(List<String> words) {
    Choices<String> choices = Choices.none();
    words.forEach(word -> choices.and(word, word));
    return choices;
  }

  TrainingConfig training(DataConfig data, Task task) {
    Choices<Initializer> initializers = Choices.none();
    Initializers.REGISTRY
        .names()
        .forEach(name -> initializers.and(name, Initializers.REGISTRY.named(name)));
    boolean evaluateTraining = reader.yesOrNo("training.evaluate-training");
    Optimizers.Kind kind = optimizerKind();
    BatchSize batchSize = batchSize();
    return new TrainingConfig(
        reader.longNumber("seed"),
        reader.optionalWhole("training.shares", 1).orElse(batchSize.usualShares()),
        batchSize,
        reader.choice(
            "training.last-batch", Choices.of("keep", LastBatch.KEEP).and("drop", LastBatch.DROP)),
        reader.whole("training.max-epochs", 1),
        reader
            .optionalLong("training.max-rounds", 1)
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty()),
        reader.optionalDuration("training.max-time"),
        reader.whole("training.evaluate-every", 1),
        evaluateTraining,
        reader.choice("training.initializer", initializers),
        optimizer(kind),
        schedule(kind),
        reader
            .optionalNumber("training.max-norm", MaxNorm.EXPECTED, MaxNorm::isAllowed)
            .map(MaxNorm::new),
        earlyStopping(data, task, evaluateTraining));
  }

  private BatchSize batchSize() {
    ConfigValue value = reader.value("training.batch-size");
    String text = value == null ? null : ConfigReader.textOf(value);
    if ("full".equals(text)) {
      return BatchSize.FULL;
    }
    Long rows = value == null ? null : ConfigReader.longOf(value, n -> n >= 1);
    if (rows == null) {
      reader.problem(
          "training.batch-size",
          "must be a whole number, at least 1, or full; was %s",
          value == null ? "null" : ConfigReader.shown(value));
      return BatchSize.FULL;
    }
    return new BatchSize(rows);
  }

  private Optimizers.Kind optimizerKind() {
    Choices<Optimizers.Kind> kinds = Choices.none();
    Optimizers.REGISTRY.names().forEach(name -> kinds.and(name, Optimizers.REGISTRY.named(name)));
    return reader.choice(OPTIMIZER + "name", kinds);
  }

  private LearningRateSchedule schedule(Optimizers.Kind kind) {
    double rate =
        reader
            .optionalNumber(OPTIMIZER + "learning-rate", "a number above 0", n -> n > 0)
            .orElse(kind.usualRate());
    boolean decays =
        reader.choice(
            OPTIMIZER + "schedule.name", Choices.of("constant", false).and("exponential", true));
    double finalFraction =
        reader.number(FINAL_FRACTION, "a number above 0 and at most 1", n -> n > 0 && n <= 1);
    if (!decays && reader.isSet(FINAL_FRACTION)) {
      reader.problem(FINAL_FRACTION, "does not apply to constant; it is a setting of exponential");
    }
    return decays ? new ExponentialDecay(rate, finalFraction) : new ConstantRate(rate);
  }

  /** Reads the settings of all optimizers, so that one of another is not passed over. */
  private Optimizer optimizer(Optimizers.Kind chosen) {
    for (String name : Optimizers.REGISTRY.names()) {
      Optimizers.REGISTRY.named(name).settings().stream()
          .filter(setting -> !chosen.has(setting.name()))
          .forEach(setting -> refuse(setting, chosen.name()));
    }
    refuseUnusedMomentum(chosen);
    return chosen.maker().apply(chosen.settings().stream().map(this::number).toList());
  }

  private void refuseUnusedMomentum(Optimizers.Kind chosen) {
    String initial = "initial-momentum";
    String warmUp = OPTIMIZER + "momentum-warm-up";
    boolean hasNoWarmUp = reader.number(warmUp, "a number", n -> true) == 0;
    if (chosen.has(initial) && reader.isSet(OPTIMIZER + initial) && hasNoWarmUp) {
      reader.problem(OPTIMIZER + initial, "applies only with %s above 0", warmUp);
    }
  }

  private double number(Optimizers.Setting setting) {
    return reader.number(OPTIMIZER + setting.name(), setting.expected(), setting.allowed());
  }

  private void refuse(Optimizers.Setting setting, String chosen) {
    number(setting);
    if (reader.isSet(OPTIMIZER + setting.name())) {
      List<String> owners =
          Optimizers.REGISTRY.names().stream()
              .filter(name -> Optimizers.REGISTRY.named(name).has(setting.name()))
              .toList();
      reader.problem(
          OPTIMIZER + setting.name(),
          "does not apply to %s; it is a setting of %s",
          chosen,
          ConfigReader.orList(owners));
    }
  }

  private Optional<EarlyStopping> earlyStopping(
      DataConfig data, Task task, boolean evaluateTraining) {
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
    int startFromEpoch = reader.whole(EARLY_STOPPING + "start-from-epoch", 0);
    boolean restoreBest = reader.yesOrNo(EARLY_STOPPING + "restore-best");
    if (!enabled) {
      return Optional.empty();
    }
    Metric metric = monitored(monitor, data, task, evaluateTraining);
    return Optional.of(
        new EarlyStopping(
            monitor,
            mode.orElse(metric == null ? Metric.Direction.MINIMIZE : metric.direction()),
            minDelta,
            patience,
            baseline.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
            startFromEpoch,
            restoreBest));
  }

  /** The metric that a monitor's name speaks of, or null after a problem. */
  private @Nullable Metric monitored(
      String monitor, DataConfig data, Task task, boolean evaluateTraining) {
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
    checkTask(monitor, Metrics.REGISTRY.named(name), task);
    return Metrics.REGISTRY.named(name);
  }

  private static final Set<Metric> CLASSIFICATION =
      Set.of(ClassificationSum.ACCURACY, ClassificationSum.LOG_LOSS, ClassificationSum.ERROR);

  private void checkTask(String monitor, Metric metric, Task task) {
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
