package io.bellows.fuzz;

import java.util.SplittableRandom;

/** One way of damaging a file's content. What it does depends on the random numbers alone. */
@FunctionalInterface
public interface Damage {
  /**
   * A damaged copy.
   *
   * @param content not modified
   */
  byte[] of(byte[] content, SplittableRandom random);
}
