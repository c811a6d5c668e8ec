package io.bellows.kernels.network;

import io.bellows.kernels.FloatBytes;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.TileSink;
import java.io.Serializable;

/**
 * Σ w·gradient, Σ w·loss and Σ w over some rows: what travels from tasks to whoever updates. 4
 * bytes a parameter on the wire. One owner at a time.
 */
public final class GradientSum implements Serializable {
  private static final long serialVersionUID = 1L;

  private final float[] gradient;
  private double lossSum;
  private double weightSum;
  private boolean isEmpty;

  /** The sum over no rows, for a number of parameters. */
  public GradientSum(int parameters) {
    this(new float[parameters], 0, 0, true);
  }

  private GradientSum(float[] gradient, double lossSum, double weightSum, boolean isEmpty) {
    this.gradient = gradient;
    this.lossSum = lossSum;
    this.weightSum = weightSum;
    this.isEmpty = isEmpty;
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
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += other.gradient[i];
    }
    lossSum += other.lossSum;
    weightSum += other.weightSum;
    isEmpty &= other.isEmpty;
    return this;
  }

  /**
   * Adds Σ w·loss and Σ w of rows whose gradient the sinks have received; sums that come later are
   * added to it.
   *
   * @param losses of the rows. Not modified.
   * @param weights of the rows. Not modified.
   */
  void rowsAdded(double[] losses, float[] weights, int rows) {
    double rowsLossSum = 0;
    double rowsWeightSum = 0;
    for (int row = 0; row < rows; row++) {
      rowsLossSum += weights[row] * losses[row];
      rowsWeightSum += weights[row];
    }
    lossSum += rowsLossSum;
    weightSum += rowsWeightSum;
    isEmpty = false;
  }

  /** Takes dW of a layer at the places of W in a workspace. */
  TileSink weightSink(PanelMatrix W, int offset) {
    return (sums, from, place, length) ->
        W.forEachRowPart(
            place,
            length,
            (row, column, start, count) ->
                take(sums, from + start, offset + row * W.columns() + column, count));
  }

  /** Takes db, dgain or dshift of a layer. */
  TileSink vectorSink(int offset) {
    return (sums, from, place, length) -> take(sums, from, offset + place, length);
  }

  /** The first sum is taken as it is, so that not even the sign of a zero changes. */
  private void take(float[] sums, int from, int at, int length) {
    if (isEmpty) {
      System.arraycopy(sums, from, gradient, at, length);
    } else {
      for (int i = 0; i < length; i++) {
        gradient[at + i] += sums[from + i];
      }
    }
  }

  private Object writeReplace() {
    return new Sent(FloatBytes.of(gradient), lossSum, weightSum, isEmpty);
  }

  /** What travels. */
  private record Sent(byte[] gradient, double lossSum, double weightSum, boolean isEmpty)
      implements Serializable {
    private Object readResolve() {
      return new GradientSum(FloatBytes.floats(gradient), lossSum, weightSum, isEmpty);
    }
  }
}
