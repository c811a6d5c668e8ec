package io.bellows.jobs.kill;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Where this JVM is to end, as SIGKILL ends it: at the time that a system property numbers, of
 * those when something happens that another property's pattern describes.
 */
final class Halt {
  static final String AT = "bellows.test.halt-at";
  static final String TIME = "bellows.test.halt-at-time";

  /** As a shell sees a process that SIGKILL has ended. */
  static final int CODE = 137;

  private static final Pattern WHAT =
      Pattern.compile(System.getProperty(AT, "nothing at all"), Pattern.DOTALL);
  private static final int WHEN = Integer.getInteger(TIME, 1);
  private static final AtomicInteger TIMES = new AtomicInteger();

  private Halt() {}

  /** Whether it is now. */
  static boolean isAt(String happening) {
    return WHAT.matcher(happening).find() && TIMES.incrementAndGet() == WHEN;
  }

  /** Ends the JVM without any of its hooks. */
  static void now() {
    Runtime.getRuntime().halt(CODE);
  }
}
