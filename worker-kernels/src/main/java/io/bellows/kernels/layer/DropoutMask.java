package io.bellows.kernels.layer;

import io.bellows.kernels.random.RandomKey;
import org.ejml.data.FMatrixRMaj;

/**
 * The mask at one place of a network, for the rows of one batch: draws it, and sends values and
 * derivatives through it.
 *
 * <p>A unit takes 16 random bits; the rate is rounded to 1/65536. Owned by one task.
 */
public final class DropoutMask {
  private static final int LEVELS = 1 << 16;
  private static final int UNITS_PER_DRAW = 8;

  private final int place;
  private final int threshold;
  private final Dropout.Scaling scaling;
  private final FMatrixRMaj factors;
  private final int[] draw = new int[4];

  /**
   * The mask of a place: 0 for the inputs, l for the outputs of hidden layer l.
   *
   * @param units how many units stand at that place
   * @param rows rows of a batch at most
   */
  public DropoutMask(Dropout dropout, int place, int units, int rows) {
    this.place = place;
    this.threshold = (int) Math.min(Math.round(dropout.rateAt(place) * LEVELS), LEVELS - 1);
    this.scaling = dropout.scaling();
    this.factors = new FMatrixRMaj(isActive() ? rows : 0, units);
  }

  /** False when nothing is ever dropped here. */
  public boolean isActive() {
    return threshold > 0;
  }

  /** The rate as rounded, which the masks follow exactly. */
  public double rate() {
    return (double) threshold / LEVELS;
  }

  /**
   * Draws the mask of some rows of a share's part of a round.
   *
   * @param firstRow the place of the first of these rows in the part
   */
  public void draw(MaskKey key, int firstRow, int rows) {
    factors.reshape(rows, factors.numCols);
    RandomKey random = key.at(place);
    float kept = scaling == Dropout.Scaling.INVERTED ? (float) (1 / (1 - rate())) : 1f;
    for (int row = 0; row < rows; row++) {
      drawRow(random, key, firstRow + row, kept, row * factors.numCols);
    }
  }

  private void drawRow(RandomKey random, MaskKey key, int row, float kept, int start) {
    for (int unit = 0; unit < factors.numCols; unit++) {
      int slot = unit % UNITS_PER_DRAW;
      if (slot == 0) {
        random.draw(key.round(), key.share(), row, unit / UNITS_PER_DRAW, draw);
      }
      int bits = draw[slot >>> 1] >>> ((slot & 1) << 4) & (LEVELS - 1);
      factors.data[start + unit] = bits < threshold ? 0f : kept;
    }
  }

  /**
   * Sends values, or derivatives on their way back, through the drawn mask. A dropped number
   * becomes 0 whatever it was.
   *
   * @param from (B,units). Not modified, unless it is {@code to}.
   * @param to (B,units). Modified.
   */
  public void apply(FMatrixRMaj from, FMatrixRMaj to) {
    to.reshape(from.numRows, from.numCols);
    float[] factor = factors.data;
    for (int i = 0, length = from.getNumElements(); i < length; i++) {
      to.data[i] = factor[i] == 0f ? 0f : from.data[i] * factor[i];
    }
  }

  /**
   * What stands in for the mask when all units are present: multiplies by 1 − rate under {@link
   * Dropout.Scaling#CLASSIC}, does nothing under {@link Dropout.Scaling#INVERTED}.
   *
   * @param values (B,units). Modified.
   */
  public void scaleForPrediction(FMatrixRMaj values) {
    if (scaling == Dropout.Scaling.CLASSIC && isActive()) {
      float present = (float) (1 - rate());
      for (int i = 0, length = values.getNumElements(); i < length; i++) {
        values.data[i] *= present;
      }
    }
  }
}
