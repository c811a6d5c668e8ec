package io.bellows.kernels;

import java.util.Locale;

/** What a network is trained to do. */
public enum Task {
  /** To tell which one of several classes a row belongs to. */
  CLASSIFICATION,
  /** To tell of each of several labels whether a row has it. */
  MULTI_LABEL,
  /** To give one or several real numbers for a row. */
  REGRESSION;

  /** The word for it in configurations and messages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
