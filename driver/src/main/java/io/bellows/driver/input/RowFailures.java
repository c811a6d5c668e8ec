package io.bellows.driver.input;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;

/**
 * Turns what a task says of rows that it cannot read or compute into a sentence for the user. What
 * else goes wrong in Spark is left as it is.
 */
public final class RowFailures {
  private static final String RAISED = "USER_RAISED_EXCEPTION";

  /** Classes of SQLSTATE: data exceptions, and what is wrong with a file. */
  private static final String DATA = "22";

  private static final String FILE = "KD";

  private static final String BELLOWS = "io.bellows.";
  private static final String READER = "org.apache.spark.sql.execution.datasources.FileScanRDD";

  private RowFailures() {}

  /**
   * Does some work on a source's rows.
   *
   * @throws InputException in place of Spark's exception, when a row or a file is to blame
   */
  public static <T> T explained(DataSource source, Supplier<T> work) {
    try {
      return work.get();
    } catch (InputException e) {
      throw e;
    } catch (RuntimeException e) {
      throw explanation(source, e);
    } catch (Exception e) {
      // Scala throws checked exceptions that its signatures do not declare.
      throw explanation(source, new IllegalStateException(e.getMessage(), e));
    }
  }

  /**
   * Does some work on a source's rows.
   *
   * @throws InputException in place of Spark's exception, when a row or a file is to blame
   */
  public static void explained(DataSource source, Runnable work) {
    explained(
        source,
        () -> {
          work.run();
          return source;
        });
  }

  private static RuntimeException explanation(DataSource source, RuntimeException thrown) {
    return Stream.<Throwable>iterate(thrown, cause -> cause != null, Throwable::getCause)
        .flatMap(cause -> sentence(source, cause).stream())
        .findFirst()
        .<RuntimeException>map(sentence -> new InputException(sentence, thrown))
        .orElse(thrown);
  }

  private static Optional<String> sentence(DataSource source, Throwable cause) {
    if (cause instanceof InputException) {
      return Optional.ofNullable(cause.getMessage());
    }
    if (!(cause instanceof SparkThrowable spark) || spark.getCondition() == null) {
      return isOfReading(cause)
          ? Optional.of(unusable(source, firstLine(cause)))
          : Optional.empty();
    }
    if (spark.getCondition().equals(RAISED)) {
      return Optional.ofNullable(spark.getMessageParameters().get("errorMessage"));
    }
    String state = spark.getSqlState() == null ? "" : spark.getSqlState();
    if (state.startsWith(DATA)) {
      return Optional.of(unusable(source, firstLine(cause)));
    }
    return state.startsWith(FILE)
        ? Optional.of(unusable(source, firstLine(cause) + reason(cause)))
        : Optional.empty();
  }

  private static String unusable(DataSource source, String reason) {
    return String.format("Cannot use the rows of %s: %s", source.path(), reason);
  }

  /** Whether what reads files has thrown it, and not what works on their rows. */
  private static boolean isOfReading(Throwable thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (frame.getClassName().startsWith(BELLOWS)) {
        return false;
      }
      if (frame.getClassName().startsWith(READER)) {
        return true;
      }
    }
    return false;
  }

  /** Spark names the file, and leaves what is wrong with it to the exceptions behind its own. */
  private static String reason(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == thrown ? "" : "; " + firstLine(root);
  }

  private static String firstLine(Throwable thrown) {
    return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
  }
}
