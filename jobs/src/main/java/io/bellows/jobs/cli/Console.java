package io.bellows.jobs.cli;

import java.io.PrintStream;
import java.time.InstantSource;

/**
 * What commands get from outside.
 *
 * @param out for results; its last line is for machines
 * @param err for everything said on the way
 * @param stop whether somebody wants the command to end
 * @param deployment which machines it runs on
 */
record Console(
    PrintStream out,
    PrintStream err,
    InstantSource clock,
    Backend.Factory backends,
    StopRequest stop,
    Deployment deployment) {
  /** Warns of an output folder that not all machines see, or refuses it. */
  void examine(String output) {
    deployment.examined(output).ifPresent(this::warn);
  }

  void warn(String sentence) {
    err.println("bellows: warning: " + sentence);
  }

  void say(String sentence) {
    err.println("bellows: " + sentence);
  }
}
