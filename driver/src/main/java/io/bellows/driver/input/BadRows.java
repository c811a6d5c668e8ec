package io.bellows.driver.input;

/**
 * What becomes of rows that cannot be used: ragged, no target, where a number belongs text,
 * infinity, or more than single precision holds.
 */
public enum BadRows {
  /** The run fails and shows the first one. */
  FAIL,
  /** They are left out, and counted in the log. */
  DROP
}
