package io.bellows.driver.input;

/**
 * What rows under examination are for: what they must have, and what can be done about bad ones.
 */
enum RowUse {
  /** Training, or validation or a test within the run. */
  TRAINING,
  /** A finished model's evaluation: its settings are as they are. */
  EVALUATION,
  /** A finished model's prediction: rows need only features, and none is left out. */
  PREDICTION;

  /** Whether rows have a target and a weight. */
  boolean isLabelled() {
    return this != PREDICTION;
  }

  String adviceForRow() {
    return this == TRAINING
        ? "Mend it, or set data.bad-rows = drop"
        : "Mend it, or take it out of the file";
  }

  String adviceForColumn() {
    return this == TRAINING
        ? "Mend it, name its column in columns.ignore or such values in columns.missing, or set data.bad-rows = drop"
        : adviceForRow();
  }

  String adviceForWeight() {
    return this == TRAINING ? "Mend it, or leave it out by data.filter" : adviceForRow();
  }
}
