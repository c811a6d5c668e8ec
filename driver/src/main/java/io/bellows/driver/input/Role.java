package io.bellows.driver.input;

/** What a row is for. */
public enum Role {
  TRAINING,
  VALIDATION,
  TEST
}
