package io.bellows.jobs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * A plugin of Spark's that makes trouble in an executor, at a given moment of a run, once. It
 * leaves a file {@code here.worker-K}, so that a test knows that the moment has come, and where.
 */
public final class Trouble implements SparkPlugin {
  static final String KIND = "spark.test.trouble.kind";
  static final String MOMENT = "spark.test.trouble.moment";
  static final String FOLDER = "spark.test.trouble.folder";

  /** What happens. */
  enum Kind {
    /** A task of the moment waits until it is released, or killed. */
    HANG,
    /** The first task after the moment waits, which is none of a round. */
    HANG_AFTER,
    /** A task of the moment fails; what Spark repeats does not. */
    FAIL_ONCE,
    /** All tasks of the moment fail, until they are released. */
    FAIL,
    /** From the moment on, one executor takes two seconds longer for each task of a round. */
    SLOW
  }

  @Override
  public @Nullable DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new InExecutor();
  }

  private static final class InExecutor implements ExecutorPlugin {
    private static final int SLOW_MILLIS = 2_000;

    private Kind kind = Kind.HANG;
    private String moment = "";
    private Path folder = Path.of("");
    private volatile boolean isPast;
    private volatile boolean isOurs;

    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      kind = Kind.valueOf(context.conf().get(KIND));
      moment = context.conf().get(MOMENT);
      folder = Path.of(context.conf().get(FOLDER));
    }

    @Override
    public void onTaskStart() {
      TaskContext task = TaskContext.get();
      String description =
          Objects.requireNonNullElse(task.getLocalProperty("spark.job.description"), "");
      boolean isNow = description.equals(moment);
      switch (kind) {
        case HANG -> {
          if (isNow && isFirst()) {
            hang();
          }
        }
        case HANG_AFTER -> {
          if (isPast && !description.startsWith("epoch") && isFirst()) {
            hang();
          }
        }
        case FAIL_ONCE -> {
          if (isNow && isFirst()) {
            fail(task);
          }
        }
        case FAIL -> {
          if (isNow && !isReleased()) {
            fail(task);
          }
        }
        case SLOW -> {
          isOurs |= isNow && isFirst();
          if (isOurs && description.startsWith("epoch")) {
            sleep(SLOW_MILLIS);
          }
        }
      }
      isPast |= isNow;
    }

    /** Whether no task of any executor was here before. */
    private boolean isFirst() {
      try {
        Files.createFile(folder.resolve("claimed"));
        Files.createFile(folder.resolve("here." + worker()));
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Executors work in folders of their worker's. */
    private static String worker() {
      return System.getProperty("user.dir").replaceFirst(".*/(worker-\\d+)/.*", "$1");
    }

    private void hang() {
      while (!isReleased()) {
        sleep(20);
      }
    }

    private boolean isReleased() {
      return Files.exists(folder.resolve("released"));
    }

    /** Spark passes over what a plugin throws, but not what a task's listener does. */
    private static void fail(TaskContext task) {
      task.addTaskCompletionListener(
          (TaskContext ended) -> {
            throw new IllegalStateException("the task was made to fail");
          });
    }

    /** Ends early when Spark has no more use for the task. */
    private static void sleep(long millis) {
      try {
        TimeUnit.MILLISECONDS.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
