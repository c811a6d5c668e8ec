package io.bellows.kernels.training;

import io.bellows.kernels.averaging.EpochAverage;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.network.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The training loop, whatever carries out the rounds:
 *
 * <pre>
 *   repeat
 *     rounds of one epoch: gradient sums → mean → update          (engine)
 *     mean of weights                                             (averaging)
 *     loss and metrics without masks                              (evaluators)
 *     go on, or stop early?                                       (early stopping)
 *     the state is kept, to go on from if need be                 (checkpoints)
 *   until something ends it
 *   best weights back
 * </pre>
 */
public final class TrainingLoop {
  /** Ten seconds, less what a usual round takes. */
  private static final long TELL_EVERY_NANOS = 8_000_000_000L;

  private final TrainingConfig config;
  private final BatchPlan plan;
  private final RoundEngine engine;
  private final Optional<Evaluator> validation;
  private final Evaluator training;
  private final TrainingListener listener;
  private final Checkpoints checkpoints;
  private final LongSupplier nanoTime;
  private final long begin;
  private double secondsBefore;
  private long lastTold;

  /**
   * A loop over given means.
   *
   * @param training evaluates the training rows, when the configuration asks for it
   * @param nanoTime a monotonic clock
   */
  public TrainingLoop(
      TrainingConfig config,
      BatchPlan plan,
      RoundEngine engine,
      Optional<Evaluator> validation,
      Evaluator training,
      TrainingListener listener,
      Checkpoints checkpoints,
      LongSupplier nanoTime) {
    this.config = config;
    this.plan = plan;
    this.engine = engine;
    this.validation = validation;
    this.training = training;
    this.listener = listener;
    this.checkpoints = checkpoints;
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
    this.lastTold = begin;
  }

  /**
   * Trains until something ends it.
   *
   * @param state where to start: the first, or one that was kept. Modified.
   */
  public TrainingResult run(TrainingState state) {
    secondsBefore = state.trainedSeconds();
    TrainingResult.@Nullable End end = endBeforeRounds(state);
    while (end == null) {
      end = epoch(state);
    }
    return result(state, end);
  }

  /** Why a run that stands here goes no further; null when it does. */
  private TrainingResult.@Nullable End endBeforeRounds(TrainingState state) {
    if (listener.stopRequested()) {
      return TrainingResult.End.STOPPED;
    }
    if (state.round() > 0) {
      return null;
    }
    TrainingResult.@Nullable End early = endByFigure(state);
    return early != null ? early : endByLimits(state, state.epoch());
  }

  /** What early stopping said of the last figure it looked at. */
  private TrainingResult.@Nullable End endByFigure(TrainingState state) {
    if (config.earlyStopping().isEmpty()) {
      return null;
    }
    EarlyStopping earlyStopping = config.earlyStopping().get();
    EarlyStopping.Verdict verdict = EarlyStopping.Verdict.CONTINUE;
    for (EpochRecord record : state.history()) {
      OptionalDouble figure = record.figure(earlyStopping.monitor());
      if (figure.isPresent()) {
        verdict =
            earlyStopping.verdict(state.earlyStopping(), record.epoch(), figure.getAsDouble());
      }
    }
    return endBy(verdict);
  }

  private static TrainingResult.@Nullable End endBy(EarlyStopping.Verdict verdict) {
    return switch (verdict) {
      case CONTINUE -> null;
      case STOP -> TrainingResult.End.EARLY_STOPPING;
      case TARGET_REACHED -> TrainingResult.End.TARGET;
    };
  }

  /** Carries a state through the rest of its epoch. Why the run ends with it; null to go on. */
  private TrainingResult.@Nullable End epoch(TrainingState state) {
    rounds(state);
    if (!isFinite(state)) {
      return TrainingResult.End.DIVERGED;
    }
    if (listener.stopRequested()) {
      checkpoints.keep(state);
      return TrainingResult.End.STOPPED;
    }
    if (exceedsThreshold(state)) {
      return TrainingResult.End.DIVERGED;
    }
    TrainingResult.@Nullable End end = endByLimits(state, state.epoch() + 1);
    boolean isOnCourse = isOnCourse(state);
    if (end != null && !isOnCourse) {
      checkpoints.keep(state);
    }
    boolean isEvaluated = end != null || isEvaluationDue(state);
    Weights mean = meanAfterEpoch(state);
    Weights looked = mean == null ? state.evaluated() : mean;
    EpochRecord record = evaluated(state, looked, isEvaluated);
    if (record == null) {
      checkpoints.keep(state);
      return TrainingResult.End.STOPPED;
    }
    TrainingResult.@Nullable End early = endBy(decide(state, record, looked));
    if (mean != null) {
      state.averaged(mean);
    }
    state.epochDone(record);
    listener.epochEnded(state);
    lastTold = nanoTime.getAsLong();
    if (end == null || isOnCourse) {
      checkpoints.keep(state);
    }
    if (early != null) {
      return early;
    }
    return end == null && listener.stopRequested() ? TrainingResult.End.STOPPED : end;
  }

  /** Goes through the rest of an epoch, pausing where a checkpoint is due. */
  private void rounds(TrainingState state) {
    Segment segment = restOfEpoch(state);
    while (segment.from() < segment.to()) {
      carry(state, segment);
      boolean isPaused = state.round() < segment.to() && isFinite(state);
      if (!isPaused || listener.stopRequested() || timeIsUp()) {
        return;
      }
      checkpoints.keep(state);
      segment = restOfEpoch(state);
    }
  }

  private void carry(TrainingState state, Segment segment) {
    long segmentBegin = nanoTime.getAsLong();
    engine.advance(state, segment, moved -> endsAfterRound(moved, segment, segmentBegin));
    state.roundsTook(secondsSince(segmentBegin));
  }

  private boolean endsAfterRound(TrainingState moved, Segment segment, long segmentBegin) {
    long now = nanoTime.getAsLong();
    if (now - lastTold >= TELL_EVERY_NANOS && moved.round() < segment.to()) {
      lastTold = now;
      listener.roundsGoOn(progress(moved, segment, (now - segmentBegin) / 1e9));
    }
    return listener.stopRequested() || timeIsUp() || checkpoints.areDue(moved);
  }

  private RoundProgress progress(TrainingState moved, Segment segment, double seconds) {
    int done = moved.round() - segment.from();
    return new RoundProgress(
        segment.epoch(),
        moved.round(),
        segment.to(),
        moved.runningLoss(),
        done * plan.batchRows() / seconds,
        seconds / done * (segment.to() - moved.round()));
  }

  private Segment restOfEpoch(TrainingState state) {
    long left = config.limits().maxRounds().orElse(Long.MAX_VALUE) - state.optimizer().updates();
    int to = (int) Math.min(plan.rounds(), state.round() + left);
    return new Segment(state.epoch(), state.round(), to, rateFactor(state));
  }

  /** What is left of the learning rate, by the validations so far. */
  private double rateFactor(TrainingState state) {
    return config
        .update()
        .plateau()
        .map(plateau -> plateau.after(state.figures(plateau.monitor())))
        .orElse(1.0);
  }

  private static boolean isFinite(TrainingState state) {
    return state.lossIsFinite() && state.weights().areFinite();
  }

  /** Only of whole epochs: where a run was stopped and taken up again must not decide. */
  private boolean exceedsThreshold(TrainingState state) {
    return state.round() == plan.rounds()
        && state.runningLoss()
            > config.limits().divergenceThreshold().orElse(Double.POSITIVE_INFINITY);
  }

  private double secondsSince(long nanos) {
    return (nanoTime.getAsLong() - nanos) / 1e9;
  }

  /** The time of a run that was taken up again counts from its beginning. */
  private boolean timeIsUp() {
    return config.limits().maxTime().isPresent()
        && secondsBefore + secondsSince(begin) >= config.limits().maxTime().get().toNanos() / 1e9;
  }

  /**
   * Which limit a run has come to.
   *
   * @param epochs that have been trained
   */
  private TrainingResult.@Nullable End endByLimits(TrainingState state, int epochs) {
    if (state.optimizer().updates() >= config.limits().maxRounds().orElse(Long.MAX_VALUE)) {
      return TrainingResult.End.MAX_ROUNDS;
    }
    if (timeIsUp()) {
      return TrainingResult.End.MAX_TIME;
    }
    return epochs >= config.limits().maxEpochs() ? TrainingResult.End.MAX_EPOCHS : null;
  }

  private boolean isEvaluationDue(TrainingState state) {
    return (state.epoch() + 1) % config.evaluations().every() == 0;
  }

  /** Whether a run that nothing ends here would evaluate here, too. */
  private boolean isOnCourse(TrainingState state) {
    return state.round() == plan.rounds() && isEvaluationDue(state);
  }

  /**
   * The mean of weights with those at the end of this epoch; null where it does not count. It is
   * the state's only when the epoch is done: one that is kept before may come here again.
   */
  private @Nullable Weights meanAfterEpoch(TrainingState state) {
    boolean isWhole = state.round() == plan.rounds();
    if (!isWhole
        || !(config.averaging().orElse(null) instanceof EpochAverage average)
        || !average.counts(state.epoch())) {
      return null;
    }
    Weights before = state.average();
    if (before == null) {
      return state.weights().copy();
    }
    Weights mean = before.copy();
    average.add(mean.values(), state.weights().values(), state.epoch());
    return mean;
  }

  /** The record of an epoch; null when somebody asked to stop before it was evaluated. */
  private @Nullable EpochRecord evaluated(
      TrainingState state, Weights weights, boolean isEvaluated) {
    long evaluationBegin = nanoTime.getAsLong();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(EpochRecord.LOSS, state.runningLoss());
    return isEvaluated && !hasEvaluated(weights, figures)
        ? null
        : record(state, figures, secondsSince(evaluationBegin));
  }

  /**
   * Evaluates. Whether that came to its end, before somebody asked to stop.
   *
   * @param figures modified
   */
  private boolean hasEvaluated(Weights weights, Map<String, Double> figures) {
    try {
      if (config.evaluations().ofTraining()) {
        addFigures(EpochRecord.TRAINING, training, weights, figures);
      }
      if (validation.isPresent()) {
        if (listener.stopRequested()) {
          return false;
        }
        addFigures(EpochRecord.VALIDATION, validation.get(), weights, figures);
      }
      return true;
    } catch (Exception e) {
      // Spark's exceptions are checked, undeclared.
      if (listener.stopRequested()) {
        return false;
      }
      throw e;
    }
  }

  private static void addFigures(
      String prefix, Evaluator evaluator, Weights weights, Map<String, Double> figures) {
    evaluator
        .evaluate(weights)
        .figures()
        .forEach((metric, value) -> figures.put(prefix + metric.name(), value));
  }

  private EpochRecord record(
      TrainingState state, Map<String, Double> figures, double evaluationSeconds) {
    double roundSeconds = Math.max(1e-9, state.roundSeconds());
    double rows = Math.min((double) state.round() * plan.batchRows(), plan.rows());
    return new EpochRecord(
        state.epoch(),
        state.optimizer().updates(),
        rateFactor(state)
            * config
                .update()
                .schedule()
                .rateAt(Math.max(0, state.optimizer().updates() - 1), config.limits().budget(plan)),
        figures,
        new EpochRecord.Timing(
            roundSeconds, rows / roundSeconds, evaluationSeconds, state.spent()));
  }

  private EarlyStopping.Verdict decide(TrainingState state, EpochRecord record, Weights looked) {
    if (config.earlyStopping().isEmpty()) {
      return EarlyStopping.Verdict.CONTINUE;
    }
    EarlyStopping earlyStopping = config.earlyStopping().get();
    OptionalDouble figure = record.figure(earlyStopping.monitor());
    if (figure.isEmpty()) {
      return EarlyStopping.Verdict.CONTINUE;
    }
    EarlyStopping.Decision decision =
        earlyStopping.after(state.earlyStopping(), state.epoch(), figure.getAsDouble());
    state.decided(decision, looked);
    return decision.verdict();
  }

  private TrainingResult result(TrainingState state, TrainingResult.End end) {
    boolean wanted = config.earlyStopping().map(EarlyStopping::restoreBest).orElse(false);
    boolean needed = wanted || end == TrainingResult.End.DIVERGED;
    Weights best = needed ? state.best() : null;
    return new TrainingResult(
        best != null ? best : state.evaluated(),
        state.history(),
        state.earlyStopping().bestEpoch(),
        best != null,
        end);
  }
}
