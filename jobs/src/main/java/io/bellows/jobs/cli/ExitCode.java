package io.bellows.jobs.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** How a command ends. The numbers from 64 on are those of BSD's sysexits.h. */
public enum ExitCode {
  OK(0, "done"),
  DIVERGED(3, "training diverged: the loss is no longer a finite number, or above its threshold"),
  USAGE(64, "the command line or the configuration is wrong"),
  INPUT(65, "the input data or the model cannot be used"),
  UNEXPECTED(70, "anything unexpected, a failure of Spark among them"),
  OUTPUT(73, "the output folder cannot be used"),
  STOPPED(143, "it was asked to stop, by SIGTERM; by Ctrl-C it is 130");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** What the process returns. */
  public int number() {
    return number;
  }

  /** The numbers and their meanings, for the help page. */
  static Map<String, String> list() {
    Map<String, String> list = new LinkedHashMap<>();
    for (ExitCode code : values()) {
      list.put(" " + code.number, code.meaning);
    }
    return list;
  }
}
