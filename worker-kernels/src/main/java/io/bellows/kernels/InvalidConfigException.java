package io.bellows.kernels;

/**
 * Settings that are right each alone but wrong together, or that cannot be used for what was asked.
 * What is wrong alone is an {@link IllegalArgumentException}. The message is a sentence for the
 * user: what could not be done, what was expected, what came, what to do.
 */
public final class InvalidConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidConfigException(String message) {
    super(message);
  }
}
