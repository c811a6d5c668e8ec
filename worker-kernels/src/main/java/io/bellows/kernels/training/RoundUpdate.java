package io.bellows.kernels.training;

import io.bellows.kernels.network.GradientSum;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.schedule.LearningRateSchedule;

/**
 * The arithmetic at the end of a round, the same for every engine: one division by Σ w, one update.
 */
public final class RoundUpdate {
  private final Optimizer optimizer;
  private final LearningRateSchedule schedule;
  private final float[] mean;

  /** The update of a run with a number of parameters. */
  public RoundUpdate(TrainingConfig config, int parameters) {
    this.optimizer = config.optimizer();
    this.schedule = config.schedule();
    this.mean = new float[parameters];
  }

  /**
   * Ends a round. A loss that is not finite, or Σ w = 0, makes no update.
   *
   * @param total all shares' sums. Not modified.
   * @param state modified: new weights, one round further
   */
  public void apply(GradientSum total, TrainingState state) {
    state.roundDone(total);
    if (!state.lossIsFinite() || total.weightSum() == 0) {
      return;
    }
    double factor = 1 / total.weightSum();
    float[] gradient = total.gradient();
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (gradient[i] * factor);
    }
    double rate = schedule.rateAt(state.optimizer().updates());
    optimizer.update(state.weights().values(), mean, state.optimizer(), rate);
  }
}
