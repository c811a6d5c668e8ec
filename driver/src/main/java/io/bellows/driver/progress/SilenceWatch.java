package io.bellows.driver.progress;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what Spark is at whenever nobody has said anything for some seconds, so that no more than
 * ten go by without a line.
 */
public final class SilenceWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SilenceWatch.class);
  private static final long LOOK_EVERY_SECONDS = 1;

  /** Rounds, which tell of themselves, do so a little earlier. */
  static final long SILENCE_NANOS = 9_000_000_000L;

  private final Supplier<String> sentence;
  private final Consumer<String> log;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "bellows-silence-watch");
            thread.setDaemon(true);
            return thread;
          });
  private volatile long lastSaid;

  SilenceWatch(Supplier<String> sentence, Consumer<String> log, LongSupplier nanoTime) {
    this.sentence = sentence;
    this.log = log;
    this.nanoTime = nanoTime;
    this.lastSaid = nanoTime.getAsLong();
  }

  /** Watches until it is closed. */
  public static SilenceWatch over(SparkContext spark) {
    SilenceWatch watch = new SilenceWatch(() -> sentence(spark), LOG::info, System::nanoTime);
    watch.looks.scheduleWithFixedDelay(
        watch::look, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    return watch;
  }

  private static String sentence(SparkContext spark) {
    return StageProgress.newest(spark)
        .map(StageProgress::sentence)
        .orElse("At work on the driver; no Spark job is under way");
  }

  /** Somebody has said something. */
  public void said() {
    lastSaid = nanoTime.getAsLong();
  }

  /** Says something if it is time. */
  void look() {
    if (nanoTime.getAsLong() - lastSaid >= SILENCE_NANOS) {
      said();
      log.accept(sentence.get());
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
