package io.bellows.kernels.layer;

import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.LayerInput;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.linalg.Range;
import io.bellows.kernels.linalg.SparseMatrix;
import io.bellows.kernels.random.RandomKey;

/**
 * Dropout at one place of a network: draws factors for a row, 0 or what a kept unit is multiplied
 * by, and stands in for them at prediction.
 *
 * <p>A unit takes 16 random bits; the rate is rounded to 1/65536. Immutable.
 */
public final class DropoutMask {
  private static final int LEVELS = 1 << 16;

  private final int place;
  private final int threshold;
  private final Dropout.Scaling scaling;

  /** The mask of a place: 0 for the inputs, l for the outputs of hidden layer l. */
  public DropoutMask(Dropout dropout, int place) {
    this.place = place;
    this.threshold = (int) Math.min(Math.round(dropout.rateAt(place) * LEVELS), LEVELS - 1);
    this.scaling = dropout.scaling();
  }

  /** False when nothing is ever dropped here. */
  public boolean isActive() {
    return threshold > 0;
  }

  /** The rate as rounded, which the masks follow exactly. */
  public double rate() {
    return (double) threshold / LEVELS;
  }

  /** The key of an epoch's masks at this place. */
  public RandomKey key(MaskKey masks) {
    return masks.at(place);
  }

  /**
   * Draws the factors of one row.
   *
   * @param key as {@link #key} gave it
   * @param share the row's share
   * @param row its place in the share's part of the round
   * @param factors modified: one number for each unit
   */
  public void draw(
      DenseKernels kernels, RandomKey key, int round, int share, int row, float[] factors) {
    kernels.drawFactors(key, round, share, row, threshold, kept(), factors);
  }

  /**
   * Draws the factors of one row of sparse inputs where it has numbers, and multiplies these: what
   * is 0 stays 0 whatever its factor.
   *
   * @param inputs modified in the row {@code at}
   */
  public void dropRow(RandomKey key, int round, int share, int row, SparseMatrix inputs, int at) {
    inputs.dropRow(at, key, round, share, row, threshold, kept());
  }

  private float kept() {
    return scaling == Dropout.Scaling.INVERTED ? (float) (1 / (1 - rate())) : 1f;
  }

  /**
   * What stands in for the mask when all units are present: multiplies by 1 − rate under {@link
   * Dropout.Scaling#CLASSIC}, does nothing under {@link Dropout.Scaling#INVERTED}.
   *
   * @param values (B,units). Modified.
   */
  public void scaleForPrediction(LayerInput values) {
    if (!values.isSparse()) {
      scaleForPrediction(values.dense());
    } else if (isScaledForPrediction()) {
      values.sparse().multiply((float) (1 - rate()));
    }
  }

  /**
   * The same for a dense matrix.
   *
   * @param values (B,units). Modified.
   */
  public void scaleForPrediction(PanelMatrix values) {
    if (isScaledForPrediction()) {
      float present = (float) (1 - rate());
      float[] data = values.data();
      values.forEachRun(
          Range.of(values.rows()),
          Range.of(values.columns()),
          (from, to) -> {
            for (int i = from; i < to; i++) {
              data[i] *= present;
            }
          });
    }
  }

  private boolean isScaledForPrediction() {
    return scaling == Dropout.Scaling.CLASSIC && isActive();
  }
}
