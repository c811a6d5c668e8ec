package io.bellows.jobs.config;

import com.typesafe.config.ConfigValue;
import io.bellows.driver.engine.EngineChoice;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.training.ExecutionConfig;
import io.bellows.kernels.Task;
import io.bellows.kernels.constraint.Clipping;
import io.bellows.kernels.constraint.MaxNorm;
import io.bellows.kernels.data.BatchSize;
import io.bellows.kernels.data.LastBatch;
import io.bellows.kernels.initializer.Initializers;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.training.Batching;
import io.bellows.kernels.training.EarlyStopping;
import io.bellows.kernels.training.Evaluations;
import io.bellows.kernels.training.Limits;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.UpdateRule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The block {@code training}, put together of its parts. */
final class TrainingSection {
  private final ConfigReader reader;

  TrainingSection(ConfigReader reader) {
    this.reader = reader;
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

  TrainingConfig training(DataConfig data, Optional<Task> task) {
    OptimizerSection optimizer = new OptimizerSection(reader);
    Evaluations evaluations = evaluations();
    Optional<EarlyStopping> earlyStopping =
        new EarlyStoppingSection(reader, data, task, evaluations.ofTraining()).earlyStopping();
    Limits limits = limits();
    return new TrainingConfig(
        reader.longNumber("seed"),
        reader.choice("training.initializer", Choices.of(Initializers.REGISTRY)),
        batching(),
        update(optimizer, earlyStopping),
        limits,
        AverageSection.read(reader, limits.maxEpochs()),
        evaluations,
        earlyStopping);
  }

  private Batching batching() {
    BatchSize size = batchSize();
    return new Batching(
        reader.optionalWhole("training.shares", 1).orElse(size.usualShares()),
        size,
        reader.choice(
            "training.last-batch", Choices.of("keep", LastBatch.KEEP).and("drop", LastBatch.DROP)));
  }

  private UpdateRule update(OptimizerSection optimizer, Optional<EarlyStopping> earlyStopping) {
    ScheduleSection schedule = new ScheduleSection(reader);
    return new UpdateRule(
        optimizer.optimizer(),
        schedule.schedule(optimizer.rate()),
        schedule.plateau(earlyStopping),
        clipping(),
        optimizer.penalties(),
        reader
            .optionalNumber("training.max-norm", MaxNorm.EXPECTED, MaxNorm::isAllowed)
            .map(MaxNorm::new));
  }

  private Limits limits() {
    return new Limits(
        reader.whole("training.max-epochs", 1),
        reader
            .optionalLong("training.max-rounds", 1)
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty()),
        reader.optionalDuration("training.max-time"),
        reader
            .optionalNumber("training.divergence-threshold", "a number, above 0", n -> n > 0)
            .map(OptionalDouble::of)
            .orElse(OptionalDouble.empty()));
  }

  private Evaluations evaluations() {
    return new Evaluations(
        reader.whole("training.evaluate-every", 1), reader.yesOrNo("training.evaluate-training"));
  }

  private Clipping clipping() {
    Optional<Double> value =
        reader.optionalNumber("training.clipping.value", "a number above 0", n -> n > 0);
    Optional<Double> norm =
        reader.optionalNumber("training.clipping.norm", "a number above 0", n -> n > 0);
    if (value.isPresent() && norm.isPresent()) {
      reader.problem("training.clipping", "has a value and a norm; expected one of them");
    }
    return norm.map(limit -> new Clipping(Clipping.By.NORM, limit))
        .or(() -> value.map(limit -> new Clipping(Clipping.By.VALUE, limit)))
        .orElse(Clipping.NONE);
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
}
