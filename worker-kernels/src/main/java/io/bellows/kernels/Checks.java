package io.bellows.kernels;

/** Argument checks with a sentence. */
public final class Checks {
  private Checks() {}

  /**
   * Refuses an argument.
   *
   * @throws IllegalArgumentException with the formatted message when {@code condition} is false
   */
  public static void require(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(message, arguments));
    }
  }
}
