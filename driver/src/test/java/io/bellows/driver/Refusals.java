package io.bellows.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.bellows.driver.input.InputException;
import io.bellows.kernels.InvalidConfigException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts what is said to the user, also when a task says it and Spark wraps it. */
public final class Refusals {
  private Refusals() {}

  /** Asserts that a call fails with a sentence for the user that holds all of some parts. */
  public static void assertRefused(ThrowingCallable call, String... parts) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).as("what was thrown").isNotNull();
    Throwable sentence =
        Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
            .filter(
                cause -> cause instanceof InputException || cause instanceof InvalidConfigException)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no sentence for the user", thrown));
    assertThat(sentence).hasMessageContainingAll(parts);
  }
}
