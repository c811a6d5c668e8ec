package io.bellows.driver.preparation;

import java.io.Serializable;

/** What a typed target is to the network, and back. */
public sealed interface TargetEncoding extends Serializable permits ClassLabels, RealTarget {
  /**
   * The target as the network sees it.
   *
   * @param target text, or a double
   * @throws io.bellows.driver.input.InputException when the network cannot be given it
   */
  float encode(Object target);

  /** How many outputs a network needs for it. */
  int outputs();
}
