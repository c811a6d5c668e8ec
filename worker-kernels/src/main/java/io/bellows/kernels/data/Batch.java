package io.bellows.kernels.data;

import io.bellows.kernels.linalg.LayerInput;
import io.bellows.kernels.linalg.PanelMatrix;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/**
 * Rows on their way through a network: features (B,I), targets (B,T), weights (B), and which share
 * each row comes from. Reused from round to round; several tasks may fill it, each its own rows.
 */
public final class Batch {
  private final LayerInput input;
  private final FMatrixRMaj targets;
  private final float[] weights;
  private final int[] shares;
  private final int[] places;

  /**
   * Room for rows.
   *
   * @param input (capacity,I), kept, not copied
   * @param targets T
   */
  public Batch(LayerInput input, int targets) {
    this.input = input;
    this.targets = new FMatrixRMaj(input.capacity(), targets);
    this.weights = new float[input.capacity()];
    this.shares = new int[input.capacity()];
    this.places = new int[input.capacity()];
  }

  /** How many rows fit. */
  public int capacity() {
    return input.capacity();
  }

  /** How many rows there are. */
  public int rows() {
    return input.rows();
  }

  /** X, (B,I), dense or sparse. */
  public LayerInput input() {
    return input;
  }

  /** X, (B,I), where it is dense. */
  public PanelMatrix features() {
    return input.dense();
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
    input.reshape(rows);
    targets.reshape(rows, targets.numCols);
  }

  /** Sets all features, sparse where nearly all are 0. */
  public void setFeatures(List<InputRow> rows) {
    input.hold(InputRow.areMostlyZero(rows));
    for (int row = 0; row < rows.size(); row++) {
      rows.get(row).copyTo(input, row);
    }
  }

  /** Says where a row comes from, which its masks depend on. */
  public void setOrigin(int row, int share, int place) {
    shares[row] = share;
    places[row] = place;
  }
}
