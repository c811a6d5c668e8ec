package io.bellows.jobs.config;

import java.util.List;

/**
 * A configuration that cannot be used. The message names every problem, one a line:
 *
 * <pre>
 *   Cannot start training, 2 problems:
 *     training.optimizer.learning-rat: unknown key; did you mean training.optimizer.learning-rate?
 *     training.batch-size: must be at least 1, or full; was 0
 * </pre>
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /**
   * An exception with all its problems.
   *
   * @param problems each of them {@code key: sentence}, or a sentence
   */
  public ConfigException(List<String> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** One line each. */
  public List<String> problems() {
    return problems;
  }

  private static String message(List<String> problems) {
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    return "Cannot start training, " + count + ":\n  " + String.join("\n  ", problems);
  }
}
