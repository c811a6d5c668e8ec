package io.bellows.kernels.training;

import io.bellows.kernels.constraint.ColumnConstraint;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.network.GradientSum;
import io.bellows.kernels.network.ParameterLayout;
import io.bellows.kernels.network.Weights;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.schedule.LearningRateSchedule;
import java.util.Optional;

/**
 * The arithmetic at the end of a round, the same for every engine: one division by Σ w, one update,
 * then the constraint on the weights.
 */
public final class RoundUpdate {
  private final Optimizer optimizer;
  private final LearningRateSchedule schedule;
  private final long budget;
  private final Optional<ColumnConstraint> constraint;

  /** The update of a run. */
  public RoundUpdate(TrainingConfig config, BatchPlan plan) {
    this.optimizer = config.optimizer();
    this.schedule = config.schedule();
    this.budget = config.budget(plan);
    this.constraint = config.maxNorm().map(ColumnConstraint::new);
  }

  /**
   * Ends a round. A loss that is not finite, or Σ w = 0, makes no update.
   *
   * @param total all shares' sums. Not modified.
   * @param state modified: new weights, one round further
   */
  public void apply(GradientSum total, TrainingState state) {
    state.roundDone(total.lossSum(), total.weightSum());
    if (!isDue(state, total.weightSum())) {
      return;
    }
    float[] weights = state.weights().values();
    step(state.optimizer().updates(), total.weightSum())
        .apply(weights, state.optimizer().slots(), total.gradient(), 0, weights.length);
    constraint.ifPresent(columns -> constrain(state.weights(), columns));
    state.optimizer().countUpdate();
  }

  private static void constrain(Weights weights, ColumnConstraint columns) {
    ParameterLayout layout = weights.layout();
    for (int layer = 0; layer < layout.layers(); layer++) {
      int outputs = layout.outputs().get(layer);
      columns.apply(
          weights.values(),
          layout.weightOffset(layer),
          layout.inputs().get(layer),
          outputs,
          outputs);
    }
  }

  /** Whether a round that has been counted makes an update. */
  public static boolean isDue(TrainingState state, double weightSum) {
    return state.lossIsFinite() && weightSum != 0;
  }

  /**
   * The update of a round.
   *
   * @param updates how many there were before
   * @param weightSum Σ w of the round
   */
  public Optimizer.Step step(long updates, double weightSum) {
    return optimizer.step(updates + 1, schedule.rateAt(updates, budget), (float) (1 / weightSum));
  }
}
