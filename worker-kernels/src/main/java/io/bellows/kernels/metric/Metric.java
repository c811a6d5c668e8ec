package io.bellows.kernels.metric;

/**
 * A quality figure and where it is better.
 *
 * @param name as used in configurations, logs and results
 */
public record Metric(String name, Direction direction) {
  /** Which way a figure improves. */
  public enum Direction {
    MINIMIZE,
    MAXIMIZE
  }

  /** The mean loss, of whatever loss the network has. */
  public static final Metric LOSS = minimized("loss");

  /** Whether one value is better than another; NaN is not. */
  public boolean isBetter(double value, double than) {
    return direction == Direction.MINIMIZE ? value < than : value > than;
  }

  static Metric minimized(String name) {
    return new Metric(name, Direction.MINIMIZE);
  }

  static Metric maximized(String name) {
    return new Metric(name, Direction.MAXIMIZE);
  }
}
