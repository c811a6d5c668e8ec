package io.bellows.kernels.gang;

/** What the members of a gang divide among them on a batch's way through the network. */
public enum Division {
  /**
   * Rows: a member takes its rows all the way forward and back; two meetings a round. Each member
   * reads all weights.
   */
  ROWS,

  /**
   * Units of hidden layers: each member reads only its part of the weights, for all rows; a meeting
   * after each layer. Not for networks that are normalised over the units of a row.
   */
  UNITS
}
