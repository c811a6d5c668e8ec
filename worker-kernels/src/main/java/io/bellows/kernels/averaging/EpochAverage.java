package io.bellows.kernels.averaging;

import static io.bellows.kernels.Checks.require;

/**
 * The mean of the weights at the ends of epochs, from one of them on: the averaging of stochastic
 * weight averaging (SWA; Izmailov et al. 2018), one model an epoch. The high or cyclic rate that
 * goes with it there is the schedule's matter.
 *
 * <pre>
 *   mean ← mean + (w − mean) / (n + 1)    after n epochs
 * </pre>
 *
 * @param startEpoch the first epoch whose end counts, from 0
 */
public record EpochAverage(int startEpoch) implements Averaging {
  public EpochAverage {
    require(startEpoch >= 0, "training.average.start-epoch must be at least 0, was %d", startEpoch);
  }

  /** Of so many epochs at most, the last quarter, rounded up. */
  public static EpochAverage ofLastQuarter(int maxEpochs) {
    return new EpochAverage((int) (3L * maxEpochs / 4));
  }

  /** Whether the end of an epoch counts. */
  public boolean counts(int epoch) {
    return epoch >= startEpoch;
  }

  /**
   * Adds the weights at the end of an epoch that counts.
   *
   * @param mean of the epochs that counted before; modified
   * @param weights not modified
   */
  public void add(float[] mean, float[] weights, int epoch) {
    float count = epoch - startEpoch + 1;
    for (int i = 0; i < mean.length; i++) {
      mean[i] += (weights[i] - mean[i]) / count;
    }
  }
}
