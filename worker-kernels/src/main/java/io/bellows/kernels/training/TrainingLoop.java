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
  private final TrainingConfig config;
  private final BatchPlan plan;
  private final RoundEngine engine;
  private final Optional<Evaluator> validation;
  private final Evaluator training;
  private final TrainingListener listener;
  private final LongSupplier nanoTime;
  private final long begin;

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
  }

  /**
   * Trains until something ends it.
   *
   * @param state where to start. Modified.
   */
  public TrainingResult run(TrainingState state) {
    TrainingResult.@Nullable End end = null;
    while (end == null) {
      long epochBegin = nanoTime.getAsLong();
      engine.advance(state, restOfEpoch(state), this::timeIsUp);
      long roundsEnd = nanoTime.getAsLong();
      if (!state.lossIsFinite() || !state.weights().areFinite()) {
        return result(state, TrainingResult.End.DIVERGED);
      }
      end = endByLimits(state);
      Map<String, Double> figures = figures(state, end != null);
      EpochRecord record = record(state, figures, epochBegin, roundsEnd);
      EarlyStopping.Verdict verdict = decide(state, figures);
      state.epochDone(record);
      listener.epochEnded(state);
      if (verdict == EarlyStopping.Verdict.STOP) {
        end = TrainingResult.End.EARLY_STOPPING;
      }
    }
    return result(state, end);
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

  private Map<String, Double> figures(TrainingState state, boolean isLast) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(EpochRecord.LOSS, state.runningLoss());
    if (isLast || (state.epoch() + 1) % config.evaluateEvery() == 0) {
      if (config.evaluateTraining()) {
        addFigures(EpochRecord.TRAINING, training, state.weights(), figures);
      }
      validation.ifPresent(
          evaluator -> addFigures(EpochRecord.VALIDATION, evaluator, state.weights(), figures));
    }
    return figures;
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
        config.schedule().rateAt(state.optimizer().updates() - 1),
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
