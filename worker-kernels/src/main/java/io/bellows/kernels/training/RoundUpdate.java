package io.bellows.kernels.training;

import io.bellows.kernels.averaging.ExponentialAverage;
import io.bellows.kernels.constraint.Clipping;
import io.bellows.kernels.constraint.ColumnConstraint;
import io.bellows.kernels.constraint.ColumnSquares;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.network.GradientNorm;
import io.bellows.kernels.network.GradientSum;
import io.bellows.kernels.network.ParameterLayout;
import io.bellows.kernels.network.Weights;
import io.bellows.kernels.optimizer.LayerwiseOptimizer;
import io.bellows.kernels.optimizer.LayerwiseStep;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.optimizer.Penalties;
import io.bellows.kernels.optimizer.RegularizedStep;
import io.bellows.kernels.schedule.LearningRateSchedule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic at the end of a round, the same for every engine: one division by Σ w, clipping,
 * penalties, one update, the constraint on the weights, then their mean. One task's: it holds
 * scratch.
 */
public final class RoundUpdate {
  private final Optimizer optimizer;
  private final LearningRateSchedule schedule;
  private final long budget;
  private final Clipping clipping;
  private final boolean takesSums;
  private final RegularizedStep weightStep;
  private final RegularizedStep vectorStep;
  private final @Nullable LayerwiseStep layerwiseStep;
  private final ColumnSquares squares = new ColumnSquares();
  private final Optional<ColumnConstraint> constraint;
  private final Optional<ExponentialAverage> averaging;
  private @Nullable GradientNorm norm;
  private @Nullable LayerwiseUpdate layerwiseUpdate;

  /** The update of a run. */
  public RoundUpdate(TrainingConfig config, BatchPlan plan) {
    this.optimizer = config.update().optimizer();
    this.schedule = config.update().schedule();
    this.budget = config.limits().budget(plan);
    this.clipping = config.update().clipping();
    this.takesSums =
        config.update().penalties().equals(Penalties.NONE)
            && clipping.largestValue() == Float.POSITIVE_INFINITY;
    this.weightStep = new RegularizedStep(clipping, config.update().penalties());
    this.vectorStep = new RegularizedStep(clipping, Penalties.NONE);
    this.layerwiseStep =
        optimizer instanceof LayerwiseOptimizer layerwise
            ? new LayerwiseStep(layerwise, clipping, config.update().penalties())
            : null;
    this.constraint = config.update().maxNorm().map(ColumnConstraint::new);
    this.averaging = averagingOf(config);
  }

  /** What adds the weights to their mean after every update, if anything does. */
  public static Optional<ExponentialAverage> averagingOf(TrainingConfig config) {
    return config
        .averaging()
        .filter(ExponentialAverage.class::isInstance)
        .map(ExponentialAverage.class::cast);
  }

  /**
   * Ends a round. A loss that is not finite, or Σ w = 0, makes no update.
   *
   * @param total all shares' sums. Not modified.
   * @param state modified: new weights, one round further
   * @param rateFactor what the schedule's rate is multiplied with
   */
  public void apply(GradientSum total, TrainingState state, double rateFactor) {
    state.roundDone(total.lossSum(), total.weightSum());
    if (!isDue(state, total.weightSum())) {
      return;
    }
    double sumsNorm = clipping.needsNorm() ? norm(total, state.weights().layout()) : 0;
    begin(state.optimizer().updates(), total.weightSum(), rateFactor, sumsNorm);
    step(state, total.gradient());
    constraint.ifPresent(columns -> constrain(state.weights(), columns));
    averaging.ifPresent(mean -> average(state, mean));
    state.optimizer().countUpdate();
  }

  private static void average(TrainingState state, ExponentialAverage averaging) {
    float[] weights = state.weights().values();
    Weights mean = state.average();
    if (mean == null) {
      mean = new Weights(state.weights().layout(), new float[weights.length]);
      state.averaged(mean);
    }
    averaging.add(mean.values(), weights, state.optimizer().updates() == 0, 0, weights.length);
  }

  private double norm(GradientSum total, ParameterLayout layout) {
    if (norm == null) {
      norm = new GradientNorm(layout);
    }
    norm.look(total.gradient(), squares);
    return norm.norm();
  }

  private void step(TrainingState state, float[] sums) {
    ParameterLayout layout = state.weights().layout();
    float[] weights = state.weights().values();
    float[][] slots = state.optimizer().slots();
    for (int layer = 0; layer < layout.layers(); layer++) {
      int vectors = layout.biasOffset(layer);
      if (layerwiseStep == null) {
        weightStep.apply(weights, slots, sums, layout.weightOffset(layer), vectors);
      } else {
        layerwiseUpdate(layerwiseStep, layout).apply(layer, weights, slots, sums);
      }
      vectorStep.apply(weights, slots, sums, vectors, layout.weightOffset(layer + 1));
    }
  }

  private LayerwiseUpdate layerwiseUpdate(LayerwiseStep step, ParameterLayout layout) {
    if (layerwiseUpdate == null) {
      layerwiseUpdate = new LayerwiseUpdate(step, layout);
    }
    return layerwiseUpdate;
  }

  private static void constrain(Weights weights, ColumnConstraint columns) {
    ParameterLayout layout = weights.layout();
    for (int layer = 0; layer < layout.layers(); layer++) {
      if (!layout.isTable(layer)) {
        int outputs = layout.outputs().get(layer);
        int offset = layout.weightOffset(layer);
        columns.apply(weights.values(), offset, layout.inputs().get(layer), outputs, outputs);
      }
    }
  }

  /** Whether a round that has been counted makes an update. */
  public static boolean isDue(TrainingState state, double weightSum) {
    return state.lossIsFinite() && weightSum != 0;
  }

  /**
   * Sets the update of a round, for {@link #weightStep} or {@link #layerwiseStep}, and {@link
   * #vectorStep}, to apply.
   *
   * @param updates how many there were before
   * @param weightSum Σ w of the round
   * @param rateFactor what the schedule's rate is multiplied with
   * @param sumsNorm the norm of Σ w·gradient, where clipping needs it
   */
  public void begin(long updates, double weightSum, double rateFactor, double sumsNorm) {
    double rate = schedule.rateAt(updates, budget) * rateFactor;
    float scale = (float) (clipping.factor(sumsNorm / weightSum) / weightSum);
    Optimizer.Step step = optimizer.step(updates + 1, rate, takesSums ? scale : 1);
    weightStep.begin(step, takesSums, scale, rate);
    vectorStep.begin(step, takesSums, scale, rate);
    if (layerwiseStep != null) {
      layerwiseStep.begin(updates + 1, scale, rate);
    }
  }

  /** Updates weights, with penalties; not those of a {@link LayerwiseOptimizer}. */
  public Optimizer.Step weightStep() {
    return weightStep;
  }

  /** Updates weights in two parts, with penalties; null where {@link #weightStep} does. */
  public @Nullable LayerwiseStep layerwiseStep() {
    return layerwiseStep;
  }

  /** Updates biases, gains and shifts: without penalties. */
  public Optimizer.Step vectorStep() {
    return vectorStep;
  }
}
