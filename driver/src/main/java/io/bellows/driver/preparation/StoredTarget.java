package io.bellows.driver.preparation;

import io.bellows.kernels.Task;
import java.util.List;

/**
 * A target encoding as files have it.
 *
 * @param labels the classes, or the names of labels; empty for numbers
 * @param numbers the numbers; else empty
 */
public record StoredTarget(Task task, List<String> labels, List<RealTarget> numbers) {
  public StoredTarget {
    labels = List.copyOf(labels);
    numbers = List.copyOf(numbers);
  }

  /** The form of an encoding. */
  public static StoredTarget of(TargetEncoding target) {
    if (target instanceof RealTargets real) {
      return new StoredTarget(target.task(), List.of(), real.numbers());
    }
    List<String> labels =
        target instanceof ClassLabels classes ? classes.labels() : ((MultiLabels) target).labels();
    return new StoredTarget(target.task(), labels, List.of());
  }

  /**
   * The encoding.
   *
   * @throws IllegalArgumentException when it names nothing that its task could give
   */
  public TargetEncoding encoding() {
    boolean isWhole =
        task == Task.REGRESSION
            ? !numbers.isEmpty() && labels.isEmpty()
            : !labels.isEmpty() && numbers.isEmpty();
    if (!isWhole) {
      throw new IllegalArgumentException(
          String.format(
              "a target of %s has %d labels and %d numbers",
              task.word(), labels.size(), numbers.size()));
    }
    return switch (task) {
      case CLASSIFICATION -> new ClassLabels(labels);
      case MULTI_LABEL -> new MultiLabels(labels);
      case REGRESSION -> new RealTargets(numbers);
    };
  }
}
