package io.bellows.kernels.network;

import java.io.Serializable;
import org.ejml.data.FMatrixRMaj;

/**
 * Σ w·gradient, Σ w·loss and Σ w over some rows: what travels from tasks to whoever updates. 4
 * bytes a parameter on the wire. One owner at a time.
 */
public final class GradientSum implements Serializable {
  private static final long serialVersionUID = 1L;

  private final float[] gradient;
  private double lossSum;
  private double weightSum;

  /** The sum over no rows, for a number of parameters. */
  public GradientSum(int parameters) {
    gradient = new float[parameters];
  }

  /** Σ w·gradient in the parameters' layout. Not to be modified. */
  public float[] gradient() {
    return gradient;
  }

  /** Σ w·loss. */
  public double lossSum() {
    return lossSum;
  }

  /** Σ w. */
  public double weightSum() {
    return weightSum;
  }

  /**
   * Adds another sum, number by number, and returns this.
   *
   * @param other not modified
   */
  public GradientSum plus(GradientSum other) {
    addAt(0, other.gradient, other.gradient.length);
    lossSum += other.lossSum;
    weightSum += other.weightSum;
    return this;
  }

  void addRows(double rowsLossSum, float[] weights, int rows) {
    lossSum += rowsLossSum;
    for (int row = 0; row < rows; row++) {
      weightSum += weights[row];
    }
  }

  void addAt(int offset, FMatrixRMaj part) {
    addAt(offset, part.data, part.getNumElements());
  }

  private void addAt(int offset, float[] part, int length) {
    for (int i = 0; i < length; i++) {
      gradient[offset + i] += part[i];
    }
  }
}
