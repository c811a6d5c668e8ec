package io.bellows.jobs.cli;

import io.bellows.driver.input.InputException;
import io.bellows.jobs.config.ConfigException;
import io.bellows.jobs.report.OutputException;
import io.bellows.kernels.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkException;

/**
 * What to tell the user of an exception: how the command ends, and one sentence.
 *
 * @param message without a stack trace
 */
record Failure(ExitCode code, String message) {
  private static final int MOST_CAUSES = 50;

  /** Looks for an exception of ours among the causes; Spark wraps those of its tasks. */
  static Failure of(Throwable thrown) {
    List<Throwable> causes = causes(thrown);
    for (Throwable cause : causes) {
      if (cause instanceof InputException) {
        return new Failure(ExitCode.INPUT, messageOf(cause));
      }
      if (cause instanceof ConfigException || cause instanceof InvalidConfigException) {
        return new Failure(ExitCode.USAGE, messageOf(cause));
      }
      if (cause instanceof OutputException) {
        return new Failure(ExitCode.OUTPUT, messageOf(cause));
      }
      if (cause instanceof IllegalArgumentException && isOurs(cause)) {
        return new Failure(ExitCode.USAGE, messageOf(cause));
      }
      if (cause instanceof OutOfMemoryError) {
        return new Failure(
            ExitCode.UNEXPECTED,
            "out of memory (" + cause.getMessage() + "); give more with --driver-memory");
      }
      if (cause instanceof SparkException && messageOf(cause).contains("ExecutorLostFailure")) {
        return new Failure(
            ExitCode.UNEXPECTED,
            "Spark gave up after it had lost executors; their logs tell why; raise"
                + " spark.executor.memory if they ran out of it, and repeat the command: "
                + firstLine(messageOf(cause)));
      }
    }
    Throwable root = causes.get(causes.size() - 1);
    return new Failure(
        ExitCode.UNEXPECTED,
        String.format(
            "unexpected %s: %s (--verbose shows where)",
            root.getClass().getSimpleName(), firstLine(messageOf(root))));
  }

  private static List<Throwable> causes(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = thrown;
        cause != null && causes.size() < MOST_CAUSES;
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  /** Whether code of Bellows threw it: then its message is a sentence about a setting. */
  private static boolean isOurs(Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith("io.bellows.");
  }

  private static String messageOf(Throwable thrown) {
    return String.valueOf(thrown.getMessage());
  }

  private static String firstLine(String message) {
    return message.lines().filter(line -> !line.isBlank()).findFirst().orElse("no message");
  }
}
