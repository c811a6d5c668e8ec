package io.bellows.kernels.training;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.metric.Metric;
import java.util.OptionalDouble;

/**
 * Ends training when a monitored figure has stopped improving. Words and meaning are those of
 * Keras's {@code EarlyStopping}.
 *
 * <p>A figure improves when it is better than the best so far, never the previous one, by more than
 * {@code minDelta}. The first figure looked at is the best, whatever it is; from NaN nothing
 * improves, and NaN improves on nothing. An improvement that does not beat the baseline is
 * remembered as the best but does not restart the wait.
 *
 * @param monitor the figure's name in the history, such as {@code validation-loss}
 * @param direction where the figure is better
 * @param minDelta what does not count as an improvement, at least 0
 * @param patience validations without improvement after which training stops; 0 means the same as 1
 * @param baseline what the figure must beat to restart the wait
 * @param startFromEpoch the first epoch looked at, from 0
 * @param restoreBest whether the best weights come back in the end, whatever ended the run
 */
public record EarlyStopping(
    String monitor,
    Metric.Direction direction,
    double minDelta,
    int patience,
    OptionalDouble baseline,
    int startFromEpoch,
    boolean restoreBest) {

  /** Whether to go on. */
  public enum Verdict {
    CONTINUE,
    STOP
  }

  /**
   * What early stopping remembers from one validation to the next.
   *
   * @param best the best figure so far, empty before the first
   * @param bestEpoch its epoch, from 0; −1 before the first
   * @param waited validations since the wait was last restarted
   */
  public record Memory(OptionalDouble best, int bestEpoch, int waited) {
    /** Before the first validation. */
    public static final Memory NONE = new Memory(OptionalDouble.empty(), -1, 0);
  }

  /**
   * What follows from one more figure.
   *
   * @param isBest whether it is the best so far
   */
  public record Decision(Memory memory, boolean isBest, Verdict verdict) {}

  public EarlyStopping {
    require(
        minDelta >= 0 && Double.isFinite(minDelta),
        "early-stopping.min-delta must be at least 0, was %s",
        minDelta);
    require(patience >= 0, "early-stopping.patience must be at least 0, was %d", patience);
    require(
        startFromEpoch >= 0,
        "early-stopping.start-from-epoch must be at least 0, was %d",
        startFromEpoch);
  }

  /**
   * Decides on a figure, given what is remembered. The same arguments always give the same
   * decision.
   */
  public Decision after(Memory memory, int epoch, double figure) {
    if (epoch < startFromEpoch) {
      return new Decision(memory, false, Verdict.CONTINUE);
    }
    int waited = memory.waited + 1;
    if (improves(figure, memory.best)) {
      int restarted = improves(figure, baseline) ? 0 : waited;
      return new Decision(
          new Memory(OptionalDouble.of(figure), epoch, restarted), true, Verdict.CONTINUE);
    }
    return new Decision(
        new Memory(memory.best, memory.bestEpoch, waited),
        false,
        waited >= patience ? Verdict.STOP : Verdict.CONTINUE);
  }

  /**
   * Whether the last decision was to stop, as a run that is taken up again finds it.
   *
   * @param lastEpoch the epoch of the last figure, from 0
   */
  public boolean isOver(Memory memory, int lastEpoch) {
    return lastEpoch >= startFromEpoch
        && memory.bestEpoch != lastEpoch
        && memory.waited >= patience;
  }

  /** Validations without improvement that are still allowed. */
  public int patienceLeft(Memory memory) {
    return Math.max(0, patience - memory.waited);
  }

  private boolean improves(double figure, OptionalDouble reference) {
    if (reference.isEmpty()) {
      return true;
    }
    return direction == Metric.Direction.MINIMIZE
        ? figure + minDelta < reference.getAsDouble()
        : figure - minDelta > reference.getAsDouble();
  }
}
