package io.bellows.driver.preparation;

import static io.bellows.kernels.Checks.require;

import io.bellows.driver.input.InputException;
import java.io.Serializable;

/**
 * A real number, (target − mean) / scale to the network.
 *
 * @param name its column
 * @param mean what becomes 0
 * @param scale what a difference of 1 is in the target's own units
 */
public record RealTarget(String name, double mean, double scale) implements Serializable {
  public RealTarget {
    require(
        Double.isFinite(mean) && Double.isFinite(scale) && scale > 0,
        "a real target needs a finite mean and a finite scale above 0, were %s and %s",
        mean,
        scale);
  }

  /**
   * What the network sees.
   *
   * @throws InputException when single precision does not hold it
   */
  float encode(double target) {
    float encoded = (float) ((target - mean) / scale);
    if (!Float.isFinite(encoded)) {
      throw new InputException(
          String.format(
              "Cannot use a row with the target %s: (%s - %s) / %s is more than single precision holds, ±%s; mend the row",
              target, target, mean, scale, Float.MAX_VALUE));
    }
    return encoded;
  }

  /** The number, in the target's own units, of what the network gives. */
  public double decode(float output) {
    return output * scale + mean;
  }
}
