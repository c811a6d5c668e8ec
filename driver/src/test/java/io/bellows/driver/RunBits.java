package io.bellows.driver;

import io.bellows.kernels.training.EpochRecord;
import io.bellows.kernels.training.TrainingResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What two equal runs have in common: all of a result but its timings.
 *
 * @param weights a hash and the bits of the first few
 * @param figures epoch by epoch
 */
public record RunBits(
    int parameters,
    int weightsHash,
    List<String> firstWeights,
    List<Map<String, String>> figures,
    int bestEpoch,
    boolean bestRestored,
    TrainingResult.End end) {
  private static final int SHOWN = 5;

  public static RunBits of(TrainingResult result) {
    float[] weights = result.weights().values();
    return new RunBits(
        weights.length,
        Arrays.hashCode(weights),
        IntStream.range(0, Math.min(SHOWN, weights.length))
            .mapToObj(i -> Float.toHexString(weights[i]))
            .toList(),
        result.history().stream().map(RunBits::bits).toList(),
        result.bestEpoch(),
        result.bestRestored(),
        result.end());
  }

  private static Map<String, String> bits(EpochRecord epoch) {
    Map<String, String> bits = new TreeMap<>();
    bits.put("updates", Long.toString(epoch.updates()));
    bits.put("rate", Double.toHexString(epoch.learningRate()));
    epoch.figures().forEach((name, value) -> bits.put(name, Double.toHexString(value)));
    return bits;
  }
}
