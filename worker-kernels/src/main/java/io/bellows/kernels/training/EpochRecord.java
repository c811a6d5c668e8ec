package io.bellows.kernels.training;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What is known of an epoch after its end.
 *
 * @param epoch its number, from 0
 * @param updates weight updates so far in the run
 * @param learningRate the rate of its last round
 * @param figures by name, in the order in which they are shown: {@code loss} is the running mean
 *     over the epoch's rounds, with masks; {@code training-…} and {@code validation-…} are without
 *     masks, at the epoch's end
 * @param timing not part of the bits
 */
public record EpochRecord(
    int epoch, long updates, double learningRate, Map<String, Double> figures, Timing timing) {
  /** The running mean of the loss, with masks. */
  public static final String LOSS = "loss";

  /** What evaluations of the training rows are prefixed with. */
  public static final String TRAINING = "training-";

  /** What evaluations of the validation rows are prefixed with. */
  public static final String VALIDATION = "validation-";

  /**
   * How long an epoch took.
   *
   * @param roundSeconds all its rounds
   * @param rowsPerSecond rows through those rounds, per second
   * @param evaluationSeconds its evaluations
   * @param spent where the time of the rounds went, as far as the engine knows
   */
  public record Timing(
      double roundSeconds, double rowsPerSecond, double evaluationSeconds, RoundTimes spent) {}

  /** The name of the metric of a figure: without what says of which rows it is. */
  public static String metricOf(String figure) {
    for (String prefix : List.of(TRAINING, VALIDATION)) {
      if (figure.startsWith(prefix)) {
        return figure.substring(prefix.length());
      }
    }
    return figure;
  }

  /** A figure by name, if the epoch has it. */
  public OptionalDouble figure(String name) {
    Double value = figures.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
