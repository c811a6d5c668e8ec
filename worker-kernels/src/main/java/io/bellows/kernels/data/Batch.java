package io.bellows.kernels.data;

import org.ejml.data.FMatrixRMaj;

/**
 * Rows on their way through a network: features (B,I), targets (B,T), weights (B). Owned by one
 * task and reused.
 */
public final class Batch {
  private final int capacity;
  private final FMatrixRMaj features;
  private final FMatrixRMaj targets;
  private final float[] weights;

  /** Room for {@code capacity} rows of {@code inputs} features and {@code targets} targets. */
  public Batch(int capacity, int inputs, int targets) {
    this.capacity = capacity;
    this.features = new FMatrixRMaj(capacity, inputs);
    this.targets = new FMatrixRMaj(capacity, targets);
    this.weights = new float[capacity];
  }

  /** How many rows fit. */
  public int capacity() {
    return capacity;
  }

  /** How many rows there are. */
  public int rows() {
    return features.numRows;
  }

  /** X, (B,I). */
  public FMatrixRMaj features() {
    return features;
  }

  /** Y, (B,T). */
  public FMatrixRMaj targets() {
    return targets;
  }

  /** w; the first B numbers count. */
  public float[] weights() {
    return weights;
  }

  /**
   * Sets the number of rows, at most the capacity. What the rows hold is undefined until they are
   * filled.
   */
  public void reshape(int rows) {
    features.reshape(rows, features.numCols);
    targets.reshape(rows, targets.numCols);
  }
}
