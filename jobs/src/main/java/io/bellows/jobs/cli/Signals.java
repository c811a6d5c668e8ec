package io.bellows.jobs.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.util.ShutdownHookManager;
import sun.misc.Signal;

/**
 * Turns SIGTERM and SIGINT into a {@link StopRequest}; and SIGHUP, of a terminal that was closed.
 * As without a handler the JVM begins to end, with 143, 130 or 129 as exit code; the hook here
 * comes before Spark's, and keeps Spark until the command has ended in order. A second signal ends
 * the process at once.
 *
 * <p>Another exit is no request: Spark ends a JVM that is out of memory, and the command is to say
 * so.
 */
final class Signals {
  /** Spark's is 40. */
  private static final int BEFORE_SPARK = 100;

  private static final long LONGEST_END_MINUTES = 10;
  private static final long CANCEL_EVERY_MILLIS = 50;
  private static final int FROM_SIGNAL_TO_CODE = 128;

  private final StopRequest stop;
  private final Consumer<String> say;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean isReceived;

  private Signals(StopRequest stop, Consumer<String> say) {
    this.stop = stop;
    this.say = say;
  }

  /** Signals to this process make the request, until the command has ended. */
  static Signals heardBy(StopRequest stop, Consumer<String> say) {
    Signals signals = new Signals(stop, say);
    ShutdownHookManager.get()
        .addShutdownHook(signals::end, BEFORE_SPARK, LONGEST_END_MINUTES, TimeUnit.MINUTES);
    List.of("HUP", "INT", "TERM").forEach(signals::hear);
    return signals;
  }

  /** Everything that the command started has ended. */
  void commandEnded() {
    ended.countDown();
  }

  private void hear(String name) {
    try {
      Signal.handle(
          new Signal(name),
          signal -> {
            isReceived = true;
            Runtime.getRuntime().exit(FROM_SIGNAL_TO_CODE + signal.getNumber());
          });
    } catch (IllegalArgumentException e) {
      // Under -Xrs the JVM has no handlers, and the signal ends it at once.
    }
  }

  private void end() {
    if (!isReceived || ended.getCount() == 0) {
      return;
    }
    List.of("INT", "TERM").forEach(Signals::endAtOnceOn);
    say.accept("stopping after what is in hand; a second signal (Ctrl-C) ends at once");
    stop.make();
    try {
      do {
        stop.cancel();
      } while (!ended.await(CANCEL_EVERY_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      // It has taken too long: Spark's hook comes next.
      Thread.currentThread().interrupt();
    }
  }

  private static void endAtOnceOn(String name) {
    Signal.handle(
        new Signal(name),
        signal -> Runtime.getRuntime().halt(FROM_SIGNAL_TO_CODE + signal.getNumber()));
  }
}
