package io.bellows.jobs.cli;

import java.io.PrintStream;
import java.time.InstantSource;

/**
 * What commands get from outside.
 *
 * @param out for results; its last line is for machines
 * @param err for everything said on the way
 */
record Console(PrintStream out, PrintStream err, InstantSource clock, Backend.Factory backends) {
  void warn(String sentence) {
    err.println("bellows: warning: " + sentence);
  }

  void say(String sentence) {
    err.println("bellows: " + sentence);
  }
}
