package io.bellows.kernels.training;

import io.bellows.kernels.network.Weights;
import java.util.List;

/**
 * What a run ended with.
 *
 * @param weights the best ones where there are best ones and they were wanted back, else the last,
 *     or their mean where one is formed
 * @param bestEpoch the epoch of the best figure, from 0; −1 when none was looked at
 * @param bestRestored whether {@code weights} are those of {@code bestEpoch}
 * @param end why it ended
 */
public record TrainingResult(
    Weights weights, List<EpochRecord> history, int bestEpoch, boolean bestRestored, End end) {
  /** Whether the weights are worth keeping: a diverged run has only those of its best epoch. */
  public boolean isUsable() {
    return end != End.DIVERGED || bestRestored;
  }

  /**
   * This search, whose weights are those of a second training. How this one ended is how the run
   * did, unless the second was stopped or diverged.
   */
  public TrainingResult refitted(TrainingResult second) {
    boolean isWhole = second.end != End.STOPPED && second.end != End.DIVERGED;
    return new TrainingResult(
        second.weights, history, bestEpoch, false, isWhole ? end : second.end);
  }

  /** Why a run ended. */
  public enum End {
    EARLY_STOPPING("the monitored figure did not improve within the patience"),
    TARGET("the monitored figure reached training.early-stopping.target"),
    MAX_EPOCHS("training.max-epochs was reached"),
    MAX_ROUNDS("training.max-rounds was reached"),
    MAX_TIME("training.max-time was reached"),
    STOPPED("it was asked to stop"),
    DIVERGED(
        "the loss or a weight is no longer a finite number, or an epoch's loss exceeded"
            + " training.divergence-threshold");

    private final String sentence;

    End(String sentence) {
      this.sentence = sentence;
    }

    /** The reason in words. */
    public String sentence() {
      return sentence;
    }
  }
}
