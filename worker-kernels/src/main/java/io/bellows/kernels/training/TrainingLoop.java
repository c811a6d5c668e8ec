package io.bellows.kernels.training;

import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.network.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The training loop, whatever carries out the rounds:
 *
 * <pre>
 *   repeat
 *     rounds of one epoch: gradient sums → mean → update          (engine)
 *     loss and metrics without masks                              (evaluators)
 *     go on, or stop early?                                       (early stopping)
 *   until something ends it
 *   best weights back
 * </pre>
 */
public final class TrainingLoop {
  private static final long TELL_EVERY_NANOS = 10_000_000_000L;

  private final TrainingConfig config;
  private final BatchPlan plan;
  private final RoundEngine engine;
  private final Optional<Evaluator> validation;
  private final Evaluator training;
  private final TrainingListener listener;
  private final LongSupplier nanoTime;
  private final long begin;
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
      LongSupplier nanoTime) {
    this.config = config;
    this.plan = plan;
    this.engine = engine;
    this.validation = validation;
    this.training = training;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
    this.lastTold = begin;
  }

  /**
   * Trains until something ends it.
   *
   * @param state where to start. Modified.
   */
  public TrainingResult run(TrainingState state) {
    TrainingResult.@Nullable End end = listener.stopRequested() ? TrainingResult.End.STOPPED : null;
    while (end == null) {
      long epochBegin = nanoTime.getAsLong();
      Segment segment = restOfEpoch(state);
      engine.advance(state, segment, moved -> endsAfterRound(moved, segment, epochBegin));
      long roundsEnd = nanoTime.getAsLong();
      if (!state.lossIsFinite() || !state.weights().areFinite()) {
        return result(state, TrainingResult.End.DIVERGED);
      }
      end = listener.stopRequested() ? TrainingResult.End.STOPPED : endByLimits(state);
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put(EpochRecord.LOSS, state.runningLoss());
      if (isEvaluationDue(state, end) && !hasEvaluated(state, figures)) {
        end = TrainingResult.End.STOPPED;
      }
      EpochRecord record = record(state, figures, epochBegin, roundsEnd);
      EarlyStopping.Verdict verdict = decide(state, figures);
      state.epochDone(record);
      listener.epochEnded(state);
      lastTold = nanoTime.getAsLong();
      if (end != TrainingResult.End.STOPPED && verdict == EarlyStopping.Verdict.STOP) {
        end = TrainingResult.End.EARLY_STOPPING;
      } else if (end == null && listener.stopRequested()) {
        end = TrainingResult.End.STOPPED;
      }
    }
    return result(state, end);
  }

  private boolean endsAfterRound(TrainingState moved, Segment segment, long epochBegin) {
    long now = nanoTime.getAsLong();
    if (now - lastTold >= TELL_EVERY_NANOS && moved.round() < segment.to()) {
      lastTold = now;
      listener.roundsGoOn(progress(moved, segment, (now - epochBegin) / 1e9));
    }
    return listener.stopRequested() || timeIsUp();
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
    long left = config.maxRounds().orElse(Long.MAX_VALUE) - state.optimizer().updates();
    int to = (int) Math.min(plan.rounds(), state.round() + left);
    return new Segment(state.epoch(), state.round(), to);
  }

  private boolean timeIsUp() {
    return config.maxTime().isPresent()
        && nanoTime.getAsLong() - begin >= config.maxTime().get().toNanos();
  }

  private TrainingResult.@Nullable End endByLimits(TrainingState state) {
    if (state.optimizer().updates() >= config.maxRounds().orElse(Long.MAX_VALUE)) {
      return TrainingResult.End.MAX_ROUNDS;
    }
    if (timeIsUp()) {
      return TrainingResult.End.MAX_TIME;
    }
    return state.epoch() + 1 >= config.maxEpochs() ? TrainingResult.End.MAX_EPOCHS : null;
  }

  /** After the last epoch and every so many others; not for whoever wants to stop. */
  private boolean isEvaluationDue(TrainingState state, TrainingResult.@Nullable End end) {
    return end != TrainingResult.End.STOPPED
        && (end != null || (state.epoch() + 1) % config.evaluateEvery() == 0);
  }

  /**
   * Evaluates. Whether that came to its end, before somebody asked to stop.
   *
   * @param figures modified
   */
  private boolean hasEvaluated(TrainingState state, Map<String, Double> figures) {
    try {
      if (config.evaluateTraining()) {
        addFigures(EpochRecord.TRAINING, training, state.weights(), figures);
      }
      if (validation.isPresent()) {
        if (listener.stopRequested()) {
          return false;
        }
        addFigures(EpochRecord.VALIDATION, validation.get(), state.weights(), figures);
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
      TrainingState state, Map<String, Double> figures, long epochBegin, long roundsEnd) {
    double roundSeconds = Math.max(1, roundsEnd - epochBegin) / 1e9;
    double rows = Math.min((double) state.round() * plan.batchRows(), plan.rows());
    double evaluationSeconds = (nanoTime.getAsLong() - roundsEnd) / 1e9;
    return new EpochRecord(
        state.epoch(),
        state.optimizer().updates(),
        config.schedule().rateAt(Math.max(0, state.optimizer().updates() - 1), config.budget(plan)),
        figures,
        new EpochRecord.Timing(
            roundSeconds, rows / roundSeconds, evaluationSeconds, state.spent()));
  }

  private EarlyStopping.Verdict decide(TrainingState state, Map<String, Double> figures) {
    if (config.earlyStopping().isEmpty()) {
      return EarlyStopping.Verdict.CONTINUE;
    }
    EarlyStopping earlyStopping = config.earlyStopping().get();
    Double figure = figures.get(earlyStopping.monitor());
    if (figure == null) {
      return EarlyStopping.Verdict.CONTINUE;
    }
    EarlyStopping.Decision decision =
        earlyStopping.after(state.earlyStopping(), state.epoch(), figure);
    state.decided(decision);
    return decision.verdict();
  }

  private TrainingResult result(TrainingState state, TrainingResult.End end) {
    boolean wanted = config.earlyStopping().map(EarlyStopping::restoreBest).orElse(false);
    boolean needed = wanted || end == TrainingResult.End.DIVERGED;
    Weights best = needed ? state.best() : null;
    return new TrainingResult(
        best != null ? best : state.weights(),
        state.history(),
        state.earlyStopping().bestEpoch(),
        best != null,
        end);
  }
}
