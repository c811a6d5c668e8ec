package io.bellows.kernels.training;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.metric.Metric;
import java.util.OptionalDouble;

/**
 * Ends training when a monitored figure has stopped improving, or is as good as is asked for. Words
 * and meaning are those of Keras's {@code EarlyStopping}; the target and the epochs at least are
 * ours.
 *
 * <p>A figure improves when it is better than the best so far, never the previous one, by more than
 * {@code minDelta}. The first figure looked at is the best, whatever it is; from NaN nothing
 * improves, and NaN improves on nothing. An improvement that does not beat the baseline is
 * remembered as the best but does not restart the wait. The first figure that reaches the target is
 * an improvement, however small: the best weights of a run that ends there reach it, too.
 *
 * @param monitor the figure's name in the history, such as {@code validation-loss}
 * @param direction where the figure is better
 * @param minDelta what does not count as an improvement, at least 0
 * @param patience validations without improvement after which training stops; 0 means the same as 1
 * @param baseline what the figure must beat to restart the wait
 * @param target the figure that is good enough: at most this where smaller is better, else at least
 * @param startFromEpoch the first epoch looked at, from 0
 * @param minEpochs epochs before which training is not ended; the wait goes on meanwhile
 * @param restoreBest whether the best weights come back in the end, whatever ended the run
 */
public record EarlyStopping(
    String monitor,
    Metric.Direction direction,
    double minDelta,
    int patience,
    OptionalDouble baseline,
    OptionalDouble target,
    int startFromEpoch,
    int minEpochs,
    boolean restoreBest) {

  /** Whether to go on. */
  public enum Verdict {
    CONTINUE,
    STOP,
    TARGET_REACHED
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
    require(minEpochs >= 0, "early-stopping.min-epochs must be at least 0, was %d", minEpochs);
    require(
        Double.isFinite(target.orElse(0)),
        "early-stopping.target must be a finite number, was %s",
        target.orElse(0));
  }

  /**
   * Decides on a figure, given what is remembered. The same arguments always give the same
   * decision.
   */
  public Decision after(Memory memory, int epoch, double figure) {
    if (epoch < startFromEpoch) {
      return new Decision(memory, false, Verdict.CONTINUE);
    }
    boolean isBest = improves(figure, memory.best) || isFirstInReach(figure, memory.best);
    Memory next = isBest ? improved(memory, epoch, figure) : waiting(memory);
    return new Decision(next, isBest, verdict(next, epoch, figure));
  }

  private Memory improved(Memory memory, int epoch, double figure) {
    int waited = improves(figure, baseline) ? 0 : memory.waited + 1;
    return new Memory(OptionalDouble.of(figure), epoch, waited);
  }

  private static Memory waiting(Memory memory) {
    return new Memory(memory.best, memory.bestEpoch, memory.waited + 1);
  }

  /**
   * What follows where a run stands; one that is taken up again finds the same.
   *
   * @param memory as it is after the last figure
   * @param epoch of the last figure, from 0
   */
  public Verdict verdict(Memory memory, int epoch, double figure) {
    if (epoch < startFromEpoch || epoch + 1 < minEpochs) {
      return Verdict.CONTINUE;
    }
    if (reachesTarget(figure)) {
      return Verdict.TARGET_REACHED;
    }
    return memory.bestEpoch != epoch && memory.waited >= patience ? Verdict.STOP : Verdict.CONTINUE;
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

  private boolean isFirstInReach(double figure, OptionalDouble best) {
    return reachesTarget(figure) && !(best.isPresent() && reachesTarget(best.getAsDouble()));
  }

  private boolean reachesTarget(double figure) {
    if (target.isEmpty()) {
      return false;
    }
    return direction == Metric.Direction.MINIMIZE
        ? figure <= target.getAsDouble()
        : figure >= target.getAsDouble();
  }
}
