package io.bellows.driver.preparation;

/**
 * A real number, (target − mean) / scale to the network.
 *
 * @param mean what becomes 0
 * @param scale what a difference of 1 is in the target's own units
 */
public record RealTarget(double mean, double scale) implements TargetEncoding {
  @Override
  public float encode(Object target) {
    return (float) (((Double) target - mean) / scale);
  }

  /** The number, in the target's own units, of what the network gives. */
  public double decode(float output) {
    return output * scale + mean;
  }

  @Override
  public int outputs() {
    return 1;
  }
}
