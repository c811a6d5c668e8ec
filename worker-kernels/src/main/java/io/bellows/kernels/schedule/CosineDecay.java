package io.bellows.kernels.schedule;

import static io.bellows.kernels.Checks.require;
import static io.bellows.kernels.schedule.ScheduleChecks.requireFraction;
import static io.bellows.kernels.schedule.ScheduleChecks.requireRate;

/**
 * A rate that falls along half a cosine wave to a fraction of itself, and starts again as often as
 * there are cycles (Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts",
 * ICLR 2017, equation 5). The cycles together take the whole budget; each is {@code cycleGrowth}
 * times as long as the one before:
 *
 * <pre>
 *   rate · (finalFraction + (1 − finalFraction) · (1 + cos(π · t)) / 2),  t from 0 to 1 in a cycle
 * </pre>
 *
 * @param rate of a cycle's first update, above 0
 * @param finalFraction what is left of it after a cycle's last, from 0 to 1
 * @param cycles at least 1; with 1 the rate never rises
 * @param cycleGrowth at least 1
 */
public record CosineDecay(double rate, double finalFraction, int cycles, double cycleGrowth)
    implements LearningRateSchedule {
  public CosineDecay {
    requireRate(rate);
    requireFraction("final-fraction", finalFraction);
    require(cycles >= 1, "optimizer.schedule.cycles must be at least 1, was %d", cycles);
    require(
        cycleGrowth >= 1,
        "optimizer.schedule.cycle-growth must be at least 1, was %s",
        cycleGrowth);
  }

  @Override
  public double rateAt(long update, long budget) {
    double parts = 0;
    double part = 1;
    for (int cycle = 0; cycle < cycles; cycle++) {
      parts += part;
      part *= cycleGrowth;
    }
    double length = budget / parts;
    double begin = 0;
    for (int cycle = 1; cycle < cycles && update >= begin + length; cycle++) {
      begin += length;
      length *= cycleGrowth;
    }
    double left = (1 + StrictMath.cos(Math.PI * Math.min(1, (update - begin) / length))) / 2;
    return rate * (finalFraction + (1 - finalFraction) * left);
  }
}
