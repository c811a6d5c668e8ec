package io.bellows.driver.input;

import org.jspecify.annotations.Nullable;

/**
 * The data cannot be used as it is. The message is a whole sentence that names the file or column
 * and says what was found.
 */
public class InputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a sentence for the user. */
  public InputException(String message) {
    super(message);
  }

  /** Creates an exception with a sentence for the user, which does not rely on the cause's. */
  public InputException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
