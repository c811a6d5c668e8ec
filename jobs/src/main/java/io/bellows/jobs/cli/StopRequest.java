package io.bellows.jobs.cli;

import java.util.function.BooleanSupplier;

/**
 * Whether somebody wants the command to end: by SIGTERM, or Ctrl-C. Rounds in hand and saving come
 * to their end; whatever else goes on may fail, and is then {@link Stopped}.
 */
final class StopRequest implements BooleanSupplier {
  private volatile boolean isMade;
  private volatile Runnable cancellation = () -> {};

  /**
   * Some work.
   *
   * @param <T> what it gives
   * @param <E> what it may throw
   */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T done() throws E;
  }

  /** A command ended before its work was done, since somebody asked for it. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("stopped before there was anything to keep; the same command begins again");
    }

    private Stopped(String sentence, Throwable cause) {
      super(sentence, cause);
    }

    /** The same, of a run that has been kept. */
    Stopped leaving(String folder) {
      return new Stopped("stopped; the same command goes on with what " + folder + " holds", this);
    }
  }

  /** Says how to end at once what need not end in order. */
  void cancelBy(Runnable way) {
    cancellation = way;
  }

  void make() {
    isMade = true;
  }

  /** Ends what need not end in order; again and again, since another job may follow. */
  void cancel() {
    cancellation.run();
  }

  @Override
  public boolean getAsBoolean() {
    return isMade;
  }

  /**
   * Does some work that may be made to fail.
   *
   * @throws Stopped in place of whatever it threw, once the request was made
   */
  <T, E extends Exception> T during(Work<T, E> work) throws E {
    try {
      return work.done();
    } catch (Exception e) {
      // Spark's exceptions are checked, undeclared.
      if (isMade) {
        Stopped stopped = new Stopped();
        stopped.initCause(e);
        throw stopped;
      }
      throw e;
    }
  }
}
