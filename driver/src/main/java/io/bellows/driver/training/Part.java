package io.bellows.driver.training;

/** What a training is of a run. */
public enum Part {
  /** All of it. */
  WHOLE,

  /** The first of two, which finds how many updates are best. */
  SEARCH,

  /** The second: that many, on training and validation rows. */
  REFIT,

  /** One network of an ensemble, in either part: the ensemble is tested as a whole. */
  MEMBER
}
