package io.bellows.kernels.training;

import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Weights;
import io.bellows.kernels.optimizer.OptimizerState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a run needs to go on. Owned by the training loop; an engine changes it while it carries
 * a segment.
 *
 * <p>Engines move {@link #weights}, {@link #optimizer} and the running sums, one round at a time;
 * the loop does the rest.
 */
public final class TrainingState {
  private final Weights weights;
  private final OptimizerState optimizer;
  private final List<EpochRecord> history = new ArrayList<>();
  private EarlyStopping.Memory earlyStopping = EarlyStopping.Memory.NONE;
  private @Nullable Weights average;
  private @Nullable Weights best;
  private int epoch;
  private int round;
  private double lossSum;
  private double weightSum;
  private double roundSeconds;
  private RoundTimes spent = RoundTimes.NONE;

  /**
   * All of a state but its arrays: what {@link #restored} needs beside them.
   *
   * @param epoch that the next round belongs to, from 0
   * @param round the next one within the epoch, from 0
   * @param lossSum Σ w·loss of the epoch's rounds so far
   * @param weightSum Σ w of them
   * @param updates of the whole run
   * @param roundSeconds how long the epoch's rounds took so far; not part of the bits
   * @param spent where that time went; not part of the bits
   * @param history the epochs that have ended, oldest first
   */
  public record Standing(
      int epoch,
      int round,
      double lossSum,
      double weightSum,
      long updates,
      double roundSeconds,
      RoundTimes spent,
      EarlyStopping.Memory earlyStopping,
      List<EpochRecord> history) {
    public Standing {
      history = List.copyOf(history);
    }
  }

  /** The state before the first round. */
  public static TrainingState initial(Network network, TrainingConfig config) {
    Weights weights = Weights.initial(network, config.initializer(), config.seed());
    return new TrainingState(
        weights, new OptimizerState(config.update().optimizer(), weights.values().length));
  }

  /**
   * A state that was left before.
   *
   * @param weights kept, not copied
   * @param slots what the optimizer remembers. Kept, not copied.
   * @param average the mean of weights, or null where there is none yet. Kept, not copied.
   * @param best the weights of the best epoch, or null where none was looked at. Kept, not copied.
   */
  public static TrainingState restored(
      Weights weights,
      float[][] slots,
      @Nullable Weights average,
      @Nullable Weights best,
      Standing standing) {
    TrainingState state =
        new TrainingState(weights, OptimizerState.restored(slots, standing.updates));
    state.average = average;
    state.best = best;
    state.epoch = standing.epoch;
    state.round = standing.round;
    state.lossSum = standing.lossSum;
    state.weightSum = standing.weightSum;
    state.roundSeconds = standing.roundSeconds;
    state.spent = standing.spent;
    state.earlyStopping = standing.earlyStopping;
    state.history.addAll(standing.history);
    return state;
  }

  private TrainingState(Weights weights, OptimizerState optimizer) {
    this.weights = weights;
    this.optimizer = optimizer;
  }

  /**
   * A copy of what engines move: weights, optimizer, mean of weights, and how far the epoch is. It
   * knows nothing of epochs before.
   */
  public TrainingState workingCopy() {
    TrainingState copy = new TrainingState(weights.copy(), optimizer.copy());
    copy.average = average == null ? null : average.copy();
    copy.epoch = epoch;
    copy.round = round;
    copy.lossSum = lossSum;
    copy.weightSum = weightSum;
    return copy;
  }

  /**
   * Takes over what an engine has moved in a working copy.
   *
   * @param moved not modified; of no use after that
   */
  public void adopt(TrainingState moved) {
    System.arraycopy(moved.weights.values(), 0, weights.values(), 0, weights.values().length);
    optimizer.adopt(moved.optimizer);
    average = moved.average;
    round = moved.round;
    lossSum = moved.lossSum;
    weightSum = moved.weightSum;
    spent(moved.spent);
  }

  /** All of this but the arrays. */
  public Standing standing() {
    return new Standing(
        epoch,
        round,
        lossSum,
        weightSum,
        optimizer.updates(),
        roundSeconds,
        spent,
        earlyStopping,
        history);
  }

  /** The weights that the next round starts from. */
  public Weights weights() {
    return weights;
  }

  /** The mean of weights so far; null where none is formed, or there is none yet. */
  public @Nullable Weights average() {
    return average;
  }

  /**
   * Sets the mean of weights.
   *
   * @param mean kept, not copied
   */
  public void averaged(Weights mean) {
    average = mean;
  }

  /** The weights to evaluate: their mean as soon as there is one. */
  public Weights evaluated() {
    return average == null ? weights : average;
  }

  public OptimizerState optimizer() {
    return optimizer;
  }

  /** The records of the epochs that have ended, oldest first. */
  public List<EpochRecord> history() {
    return List.copyOf(history);
  }

  /** A figure of all epochs that have it, oldest first. */
  public List<Double> figures(String name) {
    return history.stream().flatMap(record -> record.figure(name).stream().boxed()).toList();
  }

  public EarlyStopping.Memory earlyStopping() {
    return earlyStopping;
  }

  /** The weights of the best epoch so far, or null before the first validation. */
  public @Nullable Weights best() {
    return best;
  }

  /** The epoch that the next round belongs to, from 0. */
  public int epoch() {
    return epoch;
  }

  /** The next round within the epoch, from 0. */
  public int round() {
    return round;
  }

  /** The mean loss of the epoch's rounds so far, with masks. */
  public double runningLoss() {
    return lossSum / weightSum;
  }

  /** False as soon as a round's loss was not a finite number. */
  public boolean lossIsFinite() {
    return Double.isFinite(lossSum);
  }

  /** Counts a round, with its Σ w·loss and Σ w. */
  public void roundDone(double roundLossSum, double roundWeightSum) {
    round++;
    lossSum += roundLossSum;
    weightSum += roundWeightSum;
  }

  /** Tells where the time of rounds went. Not part of the bits. */
  public void spent(RoundTimes times) {
    spent = spent.plus(times);
  }

  /** Where the time of the epoch's rounds went so far. */
  public RoundTimes spent() {
    return spent;
  }

  /** How long the epoch's rounds took so far, in seconds. */
  double roundSeconds() {
    return roundSeconds;
  }

  /** How long rounds and evaluations of the whole run took so far, in seconds. */
  public double trainedSeconds() {
    return roundSeconds
        + history.stream()
            .map(EpochRecord::timing)
            .mapToDouble(timing -> timing.roundSeconds() + timing.evaluationSeconds())
            .sum();
  }

  void roundsTook(double seconds) {
    roundSeconds += seconds;
  }

  void epochDone(EpochRecord record) {
    history.add(record);
    epoch++;
    round = 0;
    lossSum = 0;
    weightSum = 0;
    roundSeconds = 0;
    spent = RoundTimes.NONE;
  }

  /**
   * Takes over what was decided.
   *
   * @param evaluated the weights whose figure it was. Not modified.
   */
  void decided(EarlyStopping.Decision decision, Weights evaluated) {
    earlyStopping = decision.memory();
    if (decision.isBest()) {
      best = evaluated.copy();
    }
  }
}
