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
  /** This console for a command that has a backend open, which is closed more than once then. */
  Console with(Backend opened) {
    return new Console(out, err, clock, name -> opened, stop, deployment);
  }

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
