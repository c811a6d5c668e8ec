package io.bellows.kernels.metric;

import io.bellows.kernels.Task;
import java.util.Arrays;
import java.util.Set;

/**
 * A quality figure, where it is better, and what for.
 *
 * @param name as used in configurations, logs and results
 * @param tasks whose rows it can be computed of
 */
public record Metric(String name, Direction direction, Set<Task> tasks) {
  /** Which way a figure improves. */
  public enum Direction {
    MINIMIZE,
    MAXIMIZE
  }

  /** The mean loss, of whatever loss the network has. */
  public static final Metric LOSS = minimized("loss", Task.values());

  public Metric {
    tasks = Set.copyOf(tasks);
  }

  /** Whether one value is better than another; NaN is not. */
  public boolean isBetter(double value, double than) {
    return direction == Direction.MINIMIZE ? value < than : value > than;
  }

  static Metric minimized(String name, Task... tasks) {
    return new Metric(name, Direction.MINIMIZE, Set.copyOf(Arrays.asList(tasks)));
  }

  static Metric maximized(String name, Task... tasks) {
    return new Metric(name, Direction.MAXIMIZE, Set.copyOf(Arrays.asList(tasks)));
  }

  /** The same figure of one class, label or target alone, by its name. */
  Metric of(String part) {
    return new Metric(name + "-" + part, direction, tasks);
  }
}
