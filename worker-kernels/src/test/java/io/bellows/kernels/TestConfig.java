package io.bellows.kernels;

import io.bellows.kernels.averaging.Averaging;
import io.bellows.kernels.constraint.Clipping;
import io.bellows.kernels.constraint.MaxNorm;
import io.bellows.kernels.data.BatchSize;
import io.bellows.kernels.data.LastBatch;
import io.bellows.kernels.initializer.VarianceScaling;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.optimizer.Penalties;
import io.bellows.kernels.optimizer.Sgd;
import io.bellows.kernels.schedule.ConstantRate;
import io.bellows.kernels.schedule.LearningRateSchedule;
import io.bellows.kernels.schedule.ReduceOnPlateau;
import io.bellows.kernels.training.Batching;
import io.bellows.kernels.training.EarlyStopping;
import io.bellows.kernels.training.Evaluations;
import io.bellows.kernels.training.Limits;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.UpdateRule;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Builds training configurations from what a test cares about. */
public final class TestConfig {
  private long seed = 1;
  private int shares = 1;
  private BatchSize batchSize = BatchSize.FULL;
  private LastBatch lastBatch = LastBatch.KEEP;
  private int maxEpochs = 1;
  private OptionalLong maxRounds = OptionalLong.empty();
  private Optional<Duration> maxTime = Optional.empty();
  private int evaluateEvery = 1;
  private boolean evaluateTraining;
  private OptionalDouble divergenceThreshold = OptionalDouble.empty();
  private Optimizer optimizer = new Sgd(0);
  private LearningRateSchedule schedule = new ConstantRate(0.1);
  private Optional<ReduceOnPlateau> plateau = Optional.empty();
  private Clipping clipping = Clipping.NONE;
  private Penalties penalties = Penalties.NONE;
  private Optional<MaxNorm> maxNorm = Optional.empty();
  private Optional<Averaging> averaging = Optional.empty();
  private Optional<EarlyStopping> earlyStopping = Optional.empty();

  public TestConfig seed(long value) {
    seed = value;
    return this;
  }

  public TestConfig shares(int value) {
    shares = value;
    return this;
  }

  public TestConfig batch(long rows) {
    batchSize = new BatchSize(rows);
    return this;
  }

  public TestConfig dropLastBatch() {
    lastBatch = LastBatch.DROP;
    return this;
  }

  public TestConfig maxEpochs(int value) {
    maxEpochs = value;
    return this;
  }

  public TestConfig maxRounds(long value) {
    maxRounds = OptionalLong.of(value);
    return this;
  }

  public TestConfig maxTime(Duration value) {
    maxTime = Optional.of(value);
    return this;
  }

  public TestConfig evaluateEvery(int epochs) {
    evaluateEvery = epochs;
    return this;
  }

  public TestConfig evaluateTraining() {
    evaluateTraining = true;
    return this;
  }

  public TestConfig divergenceThreshold(double value) {
    divergenceThreshold = OptionalDouble.of(value);
    return this;
  }

  public TestConfig optimizer(Optimizer value) {
    optimizer = value;
    return this;
  }

  public TestConfig rate(double value) {
    return schedule(new ConstantRate(value));
  }

  public TestConfig schedule(LearningRateSchedule value) {
    schedule = value;
    return this;
  }

  public TestConfig plateau(ReduceOnPlateau value) {
    plateau = Optional.of(value);
    return this;
  }

  public TestConfig clipping(Clipping value) {
    clipping = value;
    return this;
  }

  public TestConfig penalties(double l1, double l2, double decay) {
    penalties = new Penalties(l1, l2, decay);
    return this;
  }

  public TestConfig maxNorm(double limit) {
    maxNorm = Optional.of(new MaxNorm(limit));
    return this;
  }

  public TestConfig averaging(Averaging value) {
    averaging = Optional.of(value);
    return this;
  }

  public TestConfig earlyStopping(EarlyStopping value) {
    earlyStopping = Optional.of(value);
    return this;
  }

  /** Watches the validation loss and brings the best weights back. */
  public TestConfig patience(int validations) {
    return earlyStopping(onValidationLoss(validations, true));
  }

  /** Early stopping on the validation loss, without further conditions. */
  public static EarlyStopping onValidationLoss(int patience, boolean restoreBest) {
    return onValidationLoss(0, patience, OptionalDouble.empty(), 0, restoreBest);
  }

  /** Early stopping on the validation loss, not before some epochs are done. */
  public static EarlyStopping notBefore(int minEpochs, int patience) {
    return onValidationLoss(0, patience, OptionalDouble.empty(), minEpochs, true);
  }

  /** Stops at a validation loss that is good enough; less than 0.5 is no improvement. */
  public static EarlyStopping towards(double target, int patience, int minEpochs) {
    return onValidationLoss(0.5, patience, OptionalDouble.of(target), minEpochs, true);
  }

  private static EarlyStopping onValidationLoss(
      double minDelta, int patience, OptionalDouble target, int minEpochs, boolean restoreBest) {
    return new EarlyStopping(
        "validation-loss",
        Metric.Direction.MINIMIZE,
        minDelta,
        patience,
        OptionalDouble.empty(),
        target,
        0,
        minEpochs,
        restoreBest);
  }

  public TrainingConfig build() {
    return new TrainingConfig(
        seed,
        VarianceScaling.HE_NORMAL,
        new Batching(shares, batchSize, lastBatch),
        new UpdateRule(optimizer, schedule, plateau, clipping, penalties, maxNorm),
        new Limits(maxEpochs, maxRounds, maxTime, divergenceThreshold),
        averaging,
        new Evaluations(evaluateEvery, evaluateTraining),
        earlyStopping);
  }
}
