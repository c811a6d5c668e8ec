package io.bellows.driver.preparation;

import static io.bellows.kernels.Checks.require;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** By what the weights of training rows are multiplied, class by class. */
public sealed interface ClassWeightsConfig {
  /** By nothing. */
  record None() implements ClassWeightsConfig {}

  /** So that all classes weigh the same, if rows do. */
  record Balanced() implements ClassWeightsConfig {}

  /**
   * By given numbers.
   *
   * @param byLabel above 0; classes that are not in it weigh 1
   */
  record Given(Map<String, Double> byLabel) implements ClassWeightsConfig {
    public Given {
      byLabel = Collections.unmodifiableMap(new TreeMap<>(byLabel));
      byLabel.forEach(
          (label, weight) ->
              require(
                  Double.isFinite(weight) && weight > 0,
                  "the weight of class \"%s\" must be a finite number above 0, was %s",
                  label,
                  weight));
    }
  }
}
