package io.bellows.driver.input;

/**
 * Input that cannot be used as it is. The message is a sentence for the user: what could not be
 * done, what was expected, what came, what to do.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
