package io.bellows.kernels.averaging;

import static io.bellows.kernels.Checks.require;

/**
 * The exponential moving average (EMA) of the weights after every update:
 *
 * <pre>
 *   mean ← w                             at the first update, so that there is no bias to 0
 *   mean ← decay·mean + (1 − decay)·w    at the others
 * </pre>
 *
 * <p>Polyak and Juditsky (1992) averaged all iterates alike; the exponential form, unmodified, is
 * that of PyTorch's {@code AveragedModel}. Computed as mean + (1 − decay)·(w − mean), where weights
 * that stay are a fixed point whatever 1 − decay is rounded to.
 *
 * @param decay what is kept of the mean at each update, in [0, 1)
 */
public record ExponentialAverage(double decay) implements Averaging {
  public ExponentialAverage {
    require(
        decay >= 0 && decay < 1,
        "training.average.decay must be at least 0 and below 1, was %s",
        decay);
  }

  /**
   * Adds the weights after an update.
   *
   * @param mean modified from {@code from} to {@code to − 1}
   * @param weights not modified
   * @param isFirst whether it is the run's first update
   */
  public void add(float[] mean, float[] weights, boolean isFirst, int from, int to) {
    if (isFirst) {
      System.arraycopy(weights, from, mean, from, to - from);
    } else {
      blend(mean, weights, (float) (1 - decay), from, to);
    }
  }

  private static void blend(float[] mean, float[] weights, float part, int from, int to) {
    for (int i = from; i < to; i++) {
      mean[i] += part * (weights[i] - mean[i]);
    }
  }
}
