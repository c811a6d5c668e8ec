package io.bellows.kernels.data;

import io.bellows.kernels.linalg.PanelMatrix;
import org.ejml.data.FMatrixRMaj;

/**
 * Rows on their way through a network: features (B,I), targets (B,T), weights (B), and which share
 * each row comes from. Reused from round to round; several tasks may fill it, each its own rows.
 */
public final class Batch {
  private final PanelMatrix features;
  private final FMatrixRMaj targets;
  private final float[] weights;
  private final int[] shares;
  private final int[] places;

  /**
   * Room for rows.
   *
   * @param features (capacity,I), kept, not copied
   * @param targets T
   */
  public Batch(PanelMatrix features, int targets) {
    this.features = features;
    this.targets = new FMatrixRMaj(features.capacity(), targets);
    this.weights = new float[features.capacity()];
    this.shares = new int[features.capacity()];
    this.places = new int[features.capacity()];
  }

  /** How many rows fit. */
  public int capacity() {
    return features.capacity();
  }

  /** How many rows there are. */
  public int rows() {
    return features.rows();
  }

  /** X, (B,I). */
  public PanelMatrix features() {
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

  /** The share of a row. */
  public int shareOf(int row) {
    return shares[row];
  }

  /** The place of a row in its share's part of the round. */
  public int placeOf(int row) {
    return places[row];
  }

  /**
   * Sets the number of rows, at most the capacity. What the rows hold is undefined until they are
   * filled.
   */
  public void reshape(int rows) {
    features.reshape(rows);
    targets.reshape(rows, targets.numCols);
  }

  /** Says where a row comes from, which its masks depend on. */
  public void setOrigin(int row, int share, int place) {
    shares[row] = share;
    places[row] = place;
  }
}
